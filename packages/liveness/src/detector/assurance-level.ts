import type { AssuranceLevel, CueReport, FaceSample } from '@faceward/spec'

/** A challenge or a depth sensor vouches for something only when its cue was passed. */
const PASSED = 0.5
/**
 * Least share of the frames whose depth was judged. Depth may be slower than colour; but one frame of a face with depth
 * vouches for no stream of pictures without.
 */
const LEAST_DEPTH_SHARE = 0.5

/**
 * The assurance that the cues support. Abstentions lower it: a stream whose motion could not be judged is worth no
 * more than its stills. A recording is never live.
 */
export function assuranceLevel(samples: readonly FaceSample[], cues: readonly CueReport[]): AssuranceLevel {
  const scored = new Map<string, number>()
  for (const { family, result } of cues) {
    if (result.status !== 'scored') continue
    scored.set(family, Math.min(result.score, scored.get(family) ?? 1))
  }
  if (scored.size === 0 || samples.length === 0) return 'none'
  const hasDepth =
    (scored.get('depth') ?? 0) >= PASSED &&
    depthShare(samples, cues) >= LEAST_DEPTH_SHARE &&
    samples.every(isVouchedFor)
  if (samples.some(({ frame }) => frame.source.kind === 'still' || frame.source.recorded === true)) {
    return hasDepth ? 'sensed-depth' : 'stills'
  }
  if (hasDepth) return 'sensed-depth'
  if ((scored.get('challenge') ?? 0) >= PASSED) return 'challenge'
  return scored.has('motion') || scored.has('blink') ? 'sequence' : 'stills'
}

/** Of all frames, those that every depth cue judged; a cue that tells of no single frame judged each that has depth. */
function depthShare(samples: readonly FaceSample[], cues: readonly CueReport[]): number {
  const scores = cues.flatMap(({ family, result }) =>
    family === 'depth' && result.status === 'scored' ? [result.frameScores] : [],
  )
  const isJudged = ({ frame }: FaceSample, index: number) =>
    frame.depth !== undefined && scores.every((of) => of === undefined || of[index] !== undefined)
  return samples.filter(isJudged).length / samples.length
}

/** Depth that its sender alone calls sensed (`declared`) may speak against a person, but raises no assurance. */
function isVouchedFor({ frame }: FaceSample): boolean {
  return frame.depth === undefined || frame.depth.provenance.trust !== 'declared'
}
