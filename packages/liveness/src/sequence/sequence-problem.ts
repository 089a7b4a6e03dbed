import type { AbstentionReason, FaceSample } from '@faceward/spec'

/** What a cue over time needs of its samples. */
export interface SequenceNeeds {
  readonly fewestFrames: number
  /** Median frame rate below which the cue cannot see what it looks for. */
  readonly slowestFramesPerSecond: number
  /** What happens between two frames matters: none may have been left out. */
  readonly complete?: boolean
}

/** A step so many times as long as the others is a hole: a frame was left out. Cameras and busy machines leave some. */
const HOLE = 1.8
const MOST_HOLES = 0.4
/** Longer than any step of a camera that shows a movement, milliseconds. */
const LONGEST_HOLE_MS = 600
/** Steps of this share are whole ones, even where every third frame was left out. */
const WHOLE_STEPS = 0.4

/**
 * Why samples cannot be judged as a sequence, or `undefined`. Stills have no true times; equal or decreasing
 * timestamps are no times at all, whoever caused them, so they abstain rather than score.
 */
export function sequenceProblem(
  samples: readonly FaceSample[],
  needs: SequenceNeeds,
): AbstentionReason | undefined {
  if (samples.some(({ frame }) => frame.source.kind === 'still')) return 'stills_only'
  if (samples.length < needs.fewestFrames) return 'too_few_frames'
  const steps = stepsMs(samples)
  if (steps.some((step) => !(step > 0))) return 'timestamps_not_increasing'
  const middle = [...steps].sort((a, b) => a - b)[steps.length >> 1]
  if (middle !== undefined && middle > 1000 / needs.slowestFramesPerSecond) return 'frame_rate_too_low'
  return needs.complete === true && hasHoles(steps) ? 'frames_missing' : undefined
}

function hasHoles(steps: readonly number[]): boolean {
  const whole = [...steps].sort((a, b) => a - b)[Math.floor(WHOLE_STEPS * steps.length)]!
  const holes = steps.filter((step) => step > HOLE * whole)
  return holes.length > MOST_HOLES * steps.length || holes.some((step) => step > LONGEST_HOLE_MS)
}

/** Milliseconds between successive samples. */
export function stepsMs(samples: readonly FaceSample[]): number[] {
  return samples
    .slice(1)
    .map((sample, i) => sample.frame.timestampMs - (samples[i] as FaceSample).frame.timestampMs)
}
