import { refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import type { FaceDetector, LandmarkModel } from '@faceward/spec'
import type { DepthEstimator } from './depth/depth-estimator.js'
import { DEFAULT_LIMITS, limitIssues, type PreprocessLimits } from './preprocess-limits.js'
import type { WhichFace } from './selection/choose-face.js'

/** Options of `createPreprocessor`. */
export interface PreprocessorOptions {
  /** Finds faces. The preprocessor owns it and disposes it. */
  readonly detector: FaceDetector
  /** Places a mesh; needed when the detector gives no five points. The preprocessor owns it and disposes it. */
  readonly landmarks?: LandmarkModel
  /** What a face must be like; each default is documented on its limit. */
  readonly limits?: Partial<PreprocessLimits>
  /** What to do with several faces; default `refuse-several`. */
  readonly whichFace?: WhichFace
  /** What to do with depth; default `sensed`. */
  readonly depth?: DepthUse
  /**
   * Gives the shape of estimated depth in place of the face mesh, at the mesh's scale; needs `landmarks`. Asked only
   * with depth `sensed-or-estimated`, where nothing was sensed. The preprocessor owns it and disposes it.
   */
  readonly depthEstimator?: DepthEstimator
}

/**
 * `ignore`: samples are of colour alone, as if the capture had no depth. `sensed`: the capture's depth, if it has
 * any, becomes the sample's aligned depth. `sensed-or-estimated`: where it has none, the face mesh's own shape or what
 * `depthEstimator` sees does, marked `estimated`; it never reaches the frame, so that no liveness cue can take it for evidence (rule 3).
 */
export type DepthUse = 'ignore' | 'sensed' | 'sensed-or-estimated'

const DEPTH_USES: readonly string[] = [
  'ignore',
  'sensed',
  'sensed-or-estimated',
] satisfies readonly DepthUse[]

export interface ParsedPreprocessorOptions {
  readonly detector: FaceDetector
  readonly landmarks: LandmarkModel | undefined
  readonly limits: PreprocessLimits
  readonly whichFace: WhichFace
  readonly depth: DepthUse
  readonly depthEstimator: DepthEstimator | undefined
}

const KEYS: readonly string[] = [
  'detector',
  'landmarks',
  'limits',
  'whichFace',
  'depth',
  'depthEstimator',
] satisfies readonly (keyof PreprocessorOptions)[]

/** Checked options with every default filled in. @throws ConfigurationError `invalid-options` naming the keys. */
export function parsePreprocessorOptions(options: PreprocessorOptions): ParsedPreprocessorOptions {
  const { detector, landmarks, whichFace = 'refuse-several', depth = 'sensed', depthEstimator } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const issues = [...unknownKeys(options, KEYS), ...limitIssues(limits)]
  if (!['refuse-several', 'clear-main-face'].includes(whichFace)) {
    issues.push({ key: 'whichFace', message: "expected 'refuse-several' or 'clear-main-face'" })
  }
  if (!DEPTH_USES.includes(depth)) {
    issues.push({ key: 'depth', message: `expected one of ${DEPTH_USES.join(', ')}` })
  }
  if (depthEstimator !== undefined && landmarks === undefined) {
    issues.push({ key: 'depthEstimator', message: 'needs landmarks, whose mesh gives the scale' })
  }
  refuseIssues('createPreprocessor', issues)
  return { detector, landmarks, limits, whichFace, depth, depthEstimator }
}
