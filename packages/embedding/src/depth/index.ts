// An entry of its own: the built-in projection is 135 kB of weights, which who compares no depth should not load.
export { createDepthEmbedder, type DepthEmbedderOptions } from '../depth-embedder.js'
export { createOnnxDepthEmbedder, type OnnxDepthEmbedderOptions } from '../onnx-depth-embedder.js'
