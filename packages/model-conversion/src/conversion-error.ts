import { ModelLoadError } from '@faceward/spec'

/** The model contradicts itself or its format. */
export function malformed(what: string, cause?: unknown): ModelLoadError {
  return new ModelLoadError(`The model cannot be converted: ${what}.`, { code: 'malformed-model', cause })
}

/** The model is sound as far as can be seen, but uses what this converter does not know. */
export function unsupported(what: string): ModelLoadError {
  return new ModelLoadError(`The model cannot be converted: ${what} is not supported.`, {
    code: 'unsupported-operator',
  })
}
