import { serveEngine } from './worker/serve-engine.js'

serveEngine()
