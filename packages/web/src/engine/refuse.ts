import { invalidOption } from '@faceward/plugin-kit'

/** An option that is wrong. @throws ConfigurationError `invalid-options`, always. */
export function refuse(key: string, message: string): never {
  throw invalidOption("The engine's options", key, message)
}
