export { createWebBackend } from './create-web-backend.js'
export type { WasmFiles, WebBackendOptions } from './web-backend-options.js'
