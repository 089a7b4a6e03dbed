import { type OptionIssue, outsideRange, refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import type { InferenceSession, ModelManifest } from '@faceward/spec'

/** Options of `createBlazeFaceDetector`. */
export interface BlazeFaceDetectorOptions {
  /** The loaded model; the detector owns it and disposes it. */
  readonly session: InferenceSession
  /** Task `face-detection`, outputs `scores16`, `boxes16`, `scores32`, `boxes32`. */
  readonly manifest: ModelManifest
  /** Faces below this score are not reported, 0..1; default 0.5. */
  readonly minimumScore?: number
  /** Looks again at faces that are small in the first pass. */
  readonly refine?: {
    /** Faces whose box is smaller than this share of the input's side are looked at again; default 0.25, 0 = never. */
    readonly below?: number
    /** At most this many faces, best first; default 3. */
    readonly faces?: number
    /** Side of the second look, in box sides; default 3. */
    readonly margin?: number
  }
  /** Searches parts of a large picture when the whole shows no face. */
  readonly search?: {
    /** How often the parts' side is halved, 0..3; default 2. 0 = never. */
    readonly levels?: number
    /** Share of its side that a part has in common with the next; default 0.3. */
    readonly overlap?: number
  }
}

export interface ParsedBlazeFaceOptions {
  readonly minimumScore: number
  readonly refine: { readonly below: number; readonly faces: number; readonly margin: number }
  readonly search: { readonly levels: number; readonly overlap: number }
}

const KEYS: readonly string[] = [
  'session',
  'manifest',
  'minimumScore',
  'refine',
  'search',
] satisfies readonly (keyof BlazeFaceDetectorOptions)[]

/** Checked options with every default filled in. @throws ConfigurationError `invalid-options`. */
export function parseBlazeFaceDetectorOptions(options: BlazeFaceDetectorOptions): ParsedBlazeFaceOptions {
  const refine = { below: 0.25, faces: 3, margin: 3, ...options.refine }
  const search = { levels: 2, overlap: 0.3, ...options.search }
  const minimumScore = options.minimumScore ?? 0.5
  const issues: OptionIssue[] = [
    ...unknownKeys(options, KEYS),
    ...unknownKeys(refine, ['below', 'faces', 'margin']),
    ...unknownKeys(search, ['levels', 'overlap']),
    ...outsideRange('minimumScore', minimumScore, 0.01, 1),
    ...outsideRange('refine.below', refine.below, 0, 1),
    ...outsideRange('refine.faces', refine.faces, 0, 100),
    ...outsideRange('refine.margin', refine.margin, 1, 20),
    ...outsideRange('search.levels', search.levels, 0, 3),
    ...outsideRange('search.overlap', search.overlap, 0, 0.9),
  ]
  refuseIssues('createBlazeFaceDetector', issues)
  return { minimumScore, refine, search }
}
