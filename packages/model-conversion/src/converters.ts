// All of them in one file that is loaded when the first model has to be converted: a page that has its models in the
// cache loads none.
export { convertTfjsGraphModel } from './convert-tfjs-graph-model.js'
export { convertFaceApiRecognition } from './face-api/convert-face-api-recognition.js'
