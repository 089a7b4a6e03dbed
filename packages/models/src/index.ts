export {
  type ArcFaceFamily,
  type ArcFaceManifestOptions,
  arcfaceManifest,
} from './catalogue/arcface-manifest.js'
export { findKnownModel, KNOWN_MODELS } from './catalogue/known-models.js'
export {
  type ConversionOptions,
  convertTfjsGraphModel,
  type TfjsGraphModel,
} from './convert/convert-tfjs-graph-model.js'
export {
  convertFaceApiRecognition,
  type FaceApiModel,
} from './convert/face-api/convert-face-api-recognition.js'
export { assertLicenseAllows, type IntendedUse } from './manifest/assert-license-allows.js'
export { assertModelIntegrity, type IntegrityOptions } from './manifest/assert-model-integrity.js'
export { parseModelManifest } from './manifest/parse-model-manifest.js'
export { sha256Hex } from './manifest/sha256-hex.js'
export type { ModelCache } from './model-cache.js'
export {
  buildPlaceholderEmbedder,
  type PlaceholderEmbedderModel,
  type PlaceholderOptions,
} from './placeholder/build-placeholder-embedder.js'
export {
  arePinned,
  type ConvertPublishedOptions,
  convertPublishedModel,
  type NpmOrigin,
  type PublishedFiles,
  type Sha256,
} from './published/convert-published-model.js'
export { type LoadPublishedOptions, loadPublishedModel } from './published/load-published-model.js'
export { type ServedFile, servedFiles } from './published/served-files.js'
