/** 0.5 at `middle`, rising with `value`; `width` is the distance from 0.5 to about 0.73. */
export function logistic(value: number, middle: number, width: number): number {
  return 1 / (1 + Math.exp(-(value - middle) / width))
}

/** Stretches a score so that `threshold` becomes 0.5, the point below which a cue speaks for an attack. */
export function centredAt(threshold: number, score: number): number {
  return score < threshold
    ? (0.5 * score) / threshold
    : 0.5 + (0.5 * (score - threshold)) / (1 - threshold || 1)
}

/** The middle value; of an even number, the lower of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN
}
