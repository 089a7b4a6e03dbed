// A writer of ONNX files, for what builds networks: the converters, and the placeholder.
export { createOnnxGraph, type OnnxElementType, type OnnxGraph } from './onnx-graph.js'
