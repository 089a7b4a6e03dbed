import type { AbstentionReason, FaceSample } from '@faceward/spec'

/** What a cue over time needs of its samples. */
export interface SequenceNeeds {
  readonly fewestFrames: number
  /** Median frame rate below which the cue cannot see what it looks for. */
  readonly slowestFramesPerSecond: number
}

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
  return undefined
}

/** Milliseconds between successive samples. */
export function stepsMs(samples: readonly FaceSample[]): number[] {
  return samples
    .slice(1)
    .map((sample, i) => sample.frame.timestampMs - (samples[i] as FaceSample).frame.timestampMs)
}
