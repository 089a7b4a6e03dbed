export {
  type CameraCaptureOptions,
  type CameraProvider,
  type CameraSession,
  createCameraCapture,
  type ListedCamera,
  listCameras,
} from '@faceward/capture-monocular/browser'
export {
  type FrameAnalysis,
  type FrameFromImageOptions,
  frameFromImage,
  type PictureDecoderOptions,
} from '@faceward/composition'
export { createWebEngine } from './engine/create-web-engine.js'
export type { FileAddresses, ModelAddress } from './engine/file-addresses.js'
export { type IssueChallengeOptions, issueChallenge } from './engine/issue-challenge.js'
export type { AnalyzedFrame, AnalyzeOptions, Watched, WebEngine } from './engine/web-engine.js'
export type { WebEngineOptions, WebEngineSettings, WebLoadProgress } from './engine/web-engine-options.js'
export { createWebDecoder } from './images/web-decoder.js'
