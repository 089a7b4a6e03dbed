import type { FaceSample } from '@faceward/spec'
import { correlation } from '../measure/correlation.js'

/** A face unseen for longer may be another one when it returns. */
const LONGEST_GAP_MS = 1000
/** Farthest the point between the eyes moves: at rest and a second, in interocular distances. */
const MOVES = { atOnce: 0.7, aSecond: 10 }
/** Largest change of the logarithm of the interocular distance: at once and a second. */
const GROWS = { atOnce: 0.3, aSecond: 2.5 }
/** Aligned faces of one person a moment apart are alike; a cut to another face is not. */
const LEAST_ALIKE = 0.5

/** Why a track ended. */
export type TrackBreak = 'gap' | 'jump' | 'another-face'

/**
 * The index of the first sample that cannot be the face of the sample before it, and why; `undefined` when all are
 * one track. It looks at time, place, size and the aligned picture. A swap between look-alikes in the same place is
 * for the comparison of embeddings, which the engine makes. Samples of stills belong to no track and are left out.
 */
export function findTrackBreak(
  samples: readonly FaceSample[],
): { readonly index: number; readonly why: TrackBreak } | undefined {
  for (let index = 1; index < samples.length; index++) {
    const why = breakBetween(samples[index - 1]!, samples[index]!)
    if (why !== undefined) return { index, why }
  }
  return undefined
}

function breakBetween(before: FaceSample, after: FaceSample): TrackBreak | undefined {
  if (before.frame.source.kind === 'still' || after.frame.source.kind === 'still') return undefined
  const elapsed = after.frame.timestampMs - before.frame.timestampMs
  if (elapsed > LONGEST_GAP_MS) return 'gap'
  const seconds = Math.max(0, elapsed) / 1000
  const [one, other] = [eyes(before), eyes(after)]
  const size = Math.min(one.distance, other.distance)
  if (size > 0) {
    const moved = Math.hypot(one.x - other.x, one.y - other.y) / size
    const grown = Math.abs(Math.log(one.distance / other.distance))
    if (moved > MOVES.atOnce + MOVES.aSecond * seconds) return 'jump'
    if (grown > GROWS.atOnce + GROWS.aSecond * seconds) return 'jump'
  }
  // Across a longer gap expression and light may have changed as much as another face would.
  const comparable = seconds < 0.3 && before.aligned.data.length === after.aligned.data.length
  return comparable && correlation(before.aligned.data, after.aligned.data) < LEAST_ALIKE
    ? 'another-face'
    : undefined
}

function eyes({ fivePoints: { rightEye, leftEye } }: FaceSample) {
  return {
    x: (rightEye.x + leftEye.x) / 2,
    y: (rightEye.y + leftEye.y) / 2,
    distance: Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y),
  }
}
