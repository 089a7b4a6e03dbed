export { createInferenceService, type InferenceService } from './create-inference-service.js'
export type { InferenceServiceOptions, ServedModel } from './inference-service-options.js'
