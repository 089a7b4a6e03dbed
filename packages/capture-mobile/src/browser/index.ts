export { createSchemeCapture, type SchemeCaptureOptions } from './scheme-capture.js'
export { createWebViewCapture, type PacketMessages, type WebViewCaptureOptions } from './web-view-capture.js'
