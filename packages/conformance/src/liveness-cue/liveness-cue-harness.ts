import type { LivenessCue, LivenessEvidence } from '@faceward/spec'

/** What the kit needs of a vendor to try a liveness cue. */
export interface LivenessCueHarness {
  /** A fresh cue each time. */
  readonly createCue: () => LivenessCue | Promise<LivenessCue>
  /** Evidence that the cue scores: a session as it likes it best, of a stream, with a mesh where it needs one. */
  readonly judgeable: () => LivenessEvidence
  /** The cue looks at change over time: it must abstain on stills and on times that do not increase. */
  readonly overTime?: boolean
  /** The cue looks at the mesh: it must abstain when there is none. */
  readonly needsMesh?: boolean
}
