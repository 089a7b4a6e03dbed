export {
  type BrokenCaptureProvider,
  brokenCaptureProviders,
  type CaptureProviderHarness,
  captureProviderCases,
} from './capture-provider/index.js'
export type { ConformanceCase } from './conformance-case.js'
export { describeConformance, type TestRunner } from './describe-conformance.js'
export { ConformanceFailure } from './expectation.js'
export {
  type BrokenInferenceBackend,
  brokenInferenceBackends,
  type InferenceBackendCaseOptions,
  inferenceBackendCases,
} from './inference-backend/index.js'
export { type TinyModel, type TinyValue, tinyOnnxModel } from './inference-backend/tiny-onnx-model.js'
export {
  type BrokenLivenessCue,
  brokenLivenessCues,
  type LivenessCueHarness,
  livenessCueCases,
} from './liveness-cue/index.js'
export { type ConformanceOutcome, runConformance } from './run-conformance.js'
export {
  type BrokenTemplateCipher,
  brokenTemplateCiphers,
  type TemplateCipherHarness,
  templateCipherCases,
} from './template-cipher/index.js'
export {
  type BrokenTemplateStore,
  brokenTemplateStores,
  performStoreJob,
  type StoreFault,
  type StoreJob,
  type StoreJobResult,
  type StorePlace,
  type TemplateStoreHarness,
  templateStoreCases,
} from './template-store/index.js'
