export { createOnnxruntimeSession, type OnnxruntimeModel } from './create-onnxruntime-session.js'
