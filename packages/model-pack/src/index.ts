export {
  DEFAULT_EMBEDDER,
  DEFAULT_MODELS,
  type DefaultEmbedder,
  type DefaultEmbedderPart,
  type DefaultModels,
} from './manifests/index.js'
export { type LoadDefaultModelOptions, loadDefaultModel } from './node/load-default-model.js'
export { packageFiles } from './node/package-files.js'
