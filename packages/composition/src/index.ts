export { createFaceAnalyzer, type FaceAnalyzer, type Watch } from './analysis/create-face-analyzer.js'
export type { FrameAnalysis } from './analysis/frame-analysis.js'
export {
  type ComposedEngine,
  type CompositionChoices,
  composeEngine,
  type Platform,
} from './engine/compose-engine.js'
export { loadEmbedder } from './engine/load-embedder.js'
export type { LoadEmbedderOptions } from './engine/load-embedder-options.js'
export type { ReadText } from './engine/load-fusion.js'
export { type FaceFinders, loadFaceFinders } from './engine/load-preprocessor.js'
export {
  createModelLoader,
  type LoadProgress,
  type ModelLoader,
  type ModelLoaderOptions,
} from './engine/model-loader.js'
export type { LoadOwnModel, ModelSource } from './engine/model-source.js'
export { stagesWithoutModels } from './engine/stages-without-models.js'
export { type FrameFromImageOptions, frameFromImage } from './images/frame-from-image.js'
export type { ReadableFormat } from './images/image-signature.js'
export { countJpegScans } from './images/jpeg-scans.js'
export {
  assertDecodable,
  assertReadableFile,
  damagedPicture,
  type PictureDecoderOptions,
  type PictureHeader,
  type PictureLimits,
  parsePictureDecoderOptions,
} from './images/picture-rules.js'
