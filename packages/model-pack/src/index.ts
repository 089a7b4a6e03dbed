export {
  DEFAULT_EMBEDDER,
  type DefaultEmbedder,
  type DefaultEmbedderPart,
} from './default-embedder/default-embedder.js'
export { DEFAULT_MODELS, type DefaultModels } from './default-models.js'
export { type LoadDefaultModelOptions, loadDefaultModel } from './load-default-model.js'
