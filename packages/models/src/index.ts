export {
  type ArcFaceFamily,
  type ArcFaceManifestOptions,
  arcfaceManifest,
} from './catalogue/arcface-manifest.js'
export { findKnownModel, KNOWN_MODELS } from './catalogue/known-models.js'
export { arePinned, type Sha256 } from './manifest/are-pinned.js'
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
