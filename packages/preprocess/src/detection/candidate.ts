import type { Box, Point } from '@faceward/spec'

/** What a detection network says at one anchor, in pixels of whatever image it was decoded for. */
export interface Candidate {
  readonly score: number
  readonly box: Box
  /** The network's own points, in its own order. */
  readonly points: readonly Point[]
}

/** The logistic function. */
export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit))
}
