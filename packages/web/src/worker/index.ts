// What runs the engine itself: for a worker's own script, or a page without a worker. The script of the default worker is
// ../worker-script.ts.
export { createLocalEngine } from '../engine/local-engine.js'
export type { LocalEngineOptions, OwnParts } from '../engine/web-engine-options.js'
export { serveEngine } from './serve-engine.js'
