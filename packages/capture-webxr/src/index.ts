export { parseTrustedDevices, type TrustedDevice } from './depth/trusted-devices.js'
export { createWebXrCapture, type WebXrCaptureOptions } from './session/create-webxr-capture.js'
export { findWebXrProblem } from './session/find-webxr-problem.js'
