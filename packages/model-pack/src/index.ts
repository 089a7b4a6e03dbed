export {
  DEFAULT_EMBEDDER,
  DEFAULT_MODELS,
  type DefaultEmbedder,
  type DefaultEmbedderPart,
  type DefaultModels,
} from './manifests/index.js'
export { loadDefaultModel } from './node/load-default-model.js'
export type { PackedModel } from './packed-model.js'
export { PACKED_MODELS } from './packed-models.js'
