import { ConfigurationError } from '@faceward/spec'

/** An option that is wrong. */
export function refuse(key: string, message: string): never {
  throw new ConfigurationError(`The engine's options: ${key}: ${message}.`, {
    code: 'invalid-options',
    issues: [{ key, message }],
  })
}
