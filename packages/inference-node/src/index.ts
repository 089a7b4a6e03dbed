export { createNodeBackend } from './create-node-backend.js'
export type { NodeBackendOptions } from './node-backend-options.js'
