import type { InferenceBackend, InferenceSession, ModelBytes } from '@faceward/spec'

export interface InferenceBackendCaseOptions {
  /** A backend for one case; called once for each. */
  readonly createBackend: () => InferenceBackend | Promise<InferenceBackend>
}

export interface InferenceBackendContext extends InferenceBackendCaseOptions {
  /** Runs a check against a loaded model and frees it whatever happens. */
  withSession(
    model: ModelBytes,
    check: (session: InferenceSession, backend: InferenceBackend) => Promise<void>,
  ): Promise<void>
}
