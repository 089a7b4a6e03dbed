// For a worker's own script; the script of the default worker is ../worker-script.ts.
export { type OwnParts, serveEngine } from './serve-engine.js'
