export { createNodeBackend } from './create-node-backend.js'
export { createWorkerBackend } from './create-worker-backend.js'
export type { NodeBackendOptions, WorkerBackendOptions } from './node-backend-options.js'
