export { createCameraCapture } from './camera-capture.js'
export type { CameraCaptureOptions } from './camera-options.js'
export type { CameraProvider, CameraSession } from './camera-session.js'
export { type ListedCamera, listCameras } from './list-cameras.js'
