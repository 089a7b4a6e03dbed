import {
  type CueResult,
  type LivenessCue,
  type LivenessEvidence,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { nonRigidMotion } from '../motion/non-rigid-motion.js'
import { samplesWithMesh } from '../sequence/samples-with-mesh.js'
import { sequenceProblem } from '../sequence/sequence-problem.js'
import { logistic } from './score-curves.js'

const NEEDS = { fewestFrames: 6, slowestFramesPerSecond: 4.5 }
/** Shorter than this nothing of a face need move. */
const SHORTEST_MS = 700
/** log10 of the variance from floor to half, and how steep. */
const WIDTH = 0.22
/** Variance above which the mesh is not following a face; squared interocular distances. */
const CEILING = 0.02
/** Share of the variance that is noise above which nothing was seen but noise. */
const MOSTLY_NOISE = 0.85

export interface MicroMotionCueOptions {
  /**
   * Least variance of a living face's non-rigid motion, squared interocular distances (MICRO_MOTION_MIN_VARIANCE);
   * scores 0.5 there. Default 1e-5.
   */
  readonly minimumVariance?: number
}

/**
 * Lids, brows and lips of a living face move against the bone; those of a picture do not. Dense landmarks over time,
 * the head's motion removed ({@link nonRigidMotion}), scored between a floor (a still picture) and a ceiling (noise).
 * A replayed video has this motion: the cue refutes prints and busts only.
 */
export function createMicroMotionCue({ minimumVariance = 1e-5 }: MicroMotionCueOptions = {}): LivenessCue {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'micro-motion',
    family: 'motion',
    async evaluate({ samples }: LivenessEvidence): Promise<CueResult> {
      const problem = sequenceProblem(samples, NEEDS)
      if (problem !== undefined) return { status: 'abstained', reason: problem }
      const seen = samplesWithMesh(samples)
      if (seen === undefined) return { status: 'abstained', reason: 'no_landmarks' }
      const durationMs = seen.at(-1)!.timestampMs - seen[0]!.timestampMs
      if (seen.length < NEEDS.fewestFrames || durationMs < SHORTEST_MS) {
        return { status: 'abstained', reason: 'too_few_frames' }
      }
      const meshes = seen.map(({ mesh }) => mesh)
      const motion = nonRigidMotion(meshes, meshes[meshes.length >> 1]!)
      if (motion === undefined) return { status: 'abstained', reason: 'not_measurable' }
      const { variance, noiseVariance } = motion
      const steady = Math.max(variance - noiseVariance, 0)
      const evidence = { variance, noiseVariance, logVariance: Math.log10(Math.max(steady, 1e-9)) }
      if (variance > CEILING) return { status: 'abstained', reason: 'not_measurable' }
      const moves = logistic(evidence.logVariance, Math.log10(minimumVariance), WIDTH)
      const noise = noiseVariance / Math.max(variance, 1e-12)
      return { status: 'scored', score: noise > MOSTLY_NOISE ? Math.min(moves, 0.5) : moves, evidence }
    },
  }
}
