export { type BrokenInferenceBackend, brokenInferenceBackends } from './broken-inference-backends.js'
export { inferenceBackendCases } from './inference-backend-cases.js'
export type { InferenceBackendCaseOptions } from './inference-backend-context.js'
