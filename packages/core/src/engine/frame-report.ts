import type { FrameReport, Reason } from '@faceward/spec'
import type { ObservedSample } from './observe-frames.js'

/** What became of a frame that gave a sample. */
export function frameReport(
  { index, liveness, sample: { alignedDepth } }: ObservedSample,
  reasons: readonly Reason[],
  used = false,
): FrameReport {
  return {
    index,
    used,
    reasons,
    ...(liveness === undefined ? {} : { liveness }),
    ...(alignedDepth === undefined ? {} : { depth: alignedDepth.kind }),
  }
}

/** Reports in the order the frames were given. */
export function inOrder(reports: readonly FrameReport[]): readonly FrameReport[] {
  return [...reports].sort((a, b) => a.index - b.index)
}
