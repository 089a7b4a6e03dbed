export { cosineSimilarity } from './cosine-similarity.js'
export { type DepthGeometry, depthGeometry } from './depth-geometry.js'
export {
  createEnsembleEmbedder,
  type EnsembleEmbedderOptions,
  type EnsemblePart,
} from './ensemble-embedder.js'
export { createOnnxEmbedder } from './onnx-embedder.js'
export type { OnnxEmbedderOptions } from './onnx-embedder-options.js'
export { createPlaceholderEmbedder, type PlaceholderEmbedderOptions } from './placeholder-embedder.js'
