export { createRemoteBackend } from './client/create-remote-backend.js'
export type { RemoteBackendOptions, RemoteEncoding } from './client/remote-backend-options.js'
export { createEdgeFallback, type EdgeFallbackOptions } from './fallback/create-edge-fallback.js'
export {
  createFallbackBackend,
  type FallbackBackend,
  type FallbackBackendOptions,
} from './fallback/create-fallback-backend.js'
