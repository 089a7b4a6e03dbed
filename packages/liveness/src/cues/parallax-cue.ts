import type { FaceMesh, LivenessCue } from '@faceward/spec'
import { bonePoints, planeResidual, residualSize } from '../motion/plane-residual.js'
import type { MeshedSample } from '../sequence/samples-with-mesh.js'
import { abstained } from './abstained.js'
import { createMeshSequenceCue } from './mesh-sequence-cue.js'
import { logistic, median } from './score-curves.js'

const NEEDS = { fewestFrames: 5, slowestFramesPerSecond: 2 }
/** Degrees between the two most different poses below which a head bulges too little to tell from a plane. */
const LEAST_TURN = 9
/** Residual a degree of turn, in thousandths of the interocular distance: half and width. */
const MIDDLE = 3.9
const WIDTH = 0.4
/** How many frames from either end of the turn are compared. */
const ENDS = 3

/**
 * When a head turns, its landmarks do not move as those of a plane do: between the frames turned farthest to either
 * side, one homography explains a picture's landmarks and leaves a head's nose and cheeks unexplained. Points over
 * bone only. Abstains when the face hardly turned; a replayed video of a turning head has parallax.
 */
export function createParallaxCue(): LivenessCue {
  return createMeshSequenceCue({
    id: 'parallax',
    family: 'motion',
    needs: NEEDS,
    judge(seen) {
      const ends = farthestTurned(seen)
      if (ends === undefined) return abstained('head_did_not_move')
      const measures = ends.pairs.flatMap(([one, other]) => {
        const residual = unexplained(one.mesh, other.mesh)
        return residual === undefined ? [] : [(1000 * residual) / turnBetween(one, other)]
      })
      if (measures.length === 0) return abstained('not_measurable')
      const residualPerDegree = median(measures)
      const evidence = { residualPerDegree, turnDegrees: ends.degrees }
      return { status: 'scored', score: logistic(residualPerDegree, MIDDLE, WIDTH), evidence }
    },
  })
}

const turnBetween = (one: MeshedSample, other: MeshedSample) =>
  Math.hypot(one.pose.yawDegrees - other.pose.yawDegrees, one.pose.pitchDegrees - other.pose.pitchDegrees)

/** Pairs of frames from the two ends of the larger of the turns about the two axes. */
function farthestTurned(seen: readonly MeshedSample[]) {
  const ranges = (['yawDegrees', 'pitchDegrees'] as const).map((axis) => {
    const sorted = [...seen].sort((a, b) => a.pose[axis] - b.pose[axis])
    const count = Math.min(ENDS, sorted.length >> 1)
    const pairs = Array.from(
      { length: count },
      (_, i) => [sorted[i]!, sorted[sorted.length - 1 - i]!] as const,
    )
    return { pairs, degrees: Math.abs(pairs[0]![1].pose[axis] - pairs[0]![0].pose[axis]) }
  })
  const widest = ranges.reduce((best, range) => (range.degrees > best.degrees ? range : best))
  if (widest.degrees < LEAST_TURN) return undefined
  return {
    ...widest,
    pairs: widest.pairs.filter(([one, other]) => turnBetween(one, other) >= LEAST_TURN * 0.7),
  }
}

function unexplained(one: FaceMesh, other: FaceMesh): number | undefined {
  const [from, to] = [bonePoints(one), bonePoints(other)]
  const residual = planeResidual(from, to)
  return residual && residualSize(residual, from, to)
}
