export {
  type ConversionOptions,
  convertTfjsGraphModel,
  type TfjsGraphModel,
} from './convert-tfjs-graph-model.js'
export {
  convertTfjsLayersModel,
  type LayersConversionOptions,
  type TfjsLayersModel,
} from './convert-tfjs-layers-model.js'
export { convertTfliteModel, type TfliteConversionOptions } from './convert-tflite-model.js'
export {
  convertFaceApiRecognition,
  type FaceApiModel,
} from './face-api/convert-face-api-recognition.js'
export { rewritePrelu } from './onnx/rewrite-prelu.js'
export {
  type ConvertPublishedOptions,
  convertPublishedModel,
  type NpmOrigin,
} from './published/convert-published-model.js'
