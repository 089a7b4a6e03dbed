import type { InferenceBackend } from '@faceward/spec'

/** The backend, and how long any of its models was running so far; runs at the same time count once. */
export function timedBackend(inner: InferenceBackend): {
  readonly backend: InferenceBackend
  readonly spent: { ms: number }
}
