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
} from '@faceward/composition'
export { createWebEngine, type WebEngine } from './engine/create-web-engine.js'
export { type IssueChallengeOptions, issueChallenge } from './engine/issue-challenge.js'
export type { AnalyzeOptions, Watched } from './engine/local-engine.js'
export type { WebEngineOptions, WebEngineSettings, WebLoadProgress } from './engine/web-engine-options.js'
