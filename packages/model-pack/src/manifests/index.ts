// What a browser may import: data alone, nothing of Node.
export {
  DEFAULT_EMBEDDER,
  type DefaultEmbedder,
  type DefaultEmbedderPart,
} from '../default-embedder/default-embedder.js'
export { DEFAULT_MODELS, type DefaultModels } from '../default-models.js'
