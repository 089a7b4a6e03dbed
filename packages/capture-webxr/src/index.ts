export type { TrustedDevice } from './depth/depth-provenance.js'
export { createWebXrCapture, type WebXrCaptureOptions } from './session/create-webxr-capture.js'
export { findWebXrProblem } from './session/find-webxr-problem.js'
