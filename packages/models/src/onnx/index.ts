// A writer of ONNX files, for what builds networks: the converters, and the placeholder.
export { createOnnxGraph, type OnnxGraph } from './onnx-graph.js'
export { nodeMessage, type OnnxElementType, tensorMessage } from './onnx-messages.js'
export { ProtobufMessage } from './protobuf-message.js'
