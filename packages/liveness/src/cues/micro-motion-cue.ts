import type { LivenessCue } from '@faceward/spec'
import { nonRigidMotion } from '../motion/non-rigid-motion.js'
import { abstained } from './abstained.js'
import { createMeshSequenceCue } from './mesh-sequence-cue.js'
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
  return createMeshSequenceCue({
    id: 'micro-motion',
    family: 'motion',
    needs: NEEDS,
    judge(seen) {
      const durationMs = seen.at(-1)!.timestampMs - seen[0]!.timestampMs
      if (seen.length < NEEDS.fewestFrames || durationMs < SHORTEST_MS) {
        return abstained('too_few_frames')
      }
      const meshes = seen.map(({ mesh }) => mesh)
      const motion = nonRigidMotion(meshes, meshes[meshes.length >> 1]!)
      if (motion === undefined) return abstained('not_measurable')
      const { variance, noiseVariance } = motion
      const steady = Math.max(variance - noiseVariance, 0)
      const evidence = { variance, noiseVariance, logVariance: Math.log10(Math.max(steady, 1e-9)) }
      if (variance > CEILING) return abstained('not_measurable')
      const moves = logistic(evidence.logVariance, Math.log10(minimumVariance), WIDTH)
      const noise = noiseVariance / Math.max(variance, 1e-12)
      return { status: 'scored', score: noise > MOSTLY_NOISE ? Math.min(moves, 0.5) : moves, evidence }
    },
  })
}
