export { type BrokenLivenessCue, brokenLivenessCues } from './broken-liveness-cues.js'
export { livenessCueCases } from './liveness-cue-cases.js'
export type { LivenessCueHarness } from './liveness-cue-harness.js'
