export { type FaceApiPluginOptions, faceApiPlugin } from './face-api-plugin.js'
