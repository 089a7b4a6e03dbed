/** What the counts 0 and the largest one stand for; between them metres, or their inverses, rise evenly. */
export interface DepthCurve {
  readonly kind: 'linear' | 'inverse'
  readonly atZero: number
  readonly atMost: number
}

/** Counts of an 8- or 16-bit depth picture as metres; what is no distance becomes 0. */
export function uniformDepth(counts: ArrayLike<number>, most: number, curve: DepthCurve): Float32Array {
  const { kind, atZero, atMost } = curve
  return Float32Array.from(counts, (count) => {
    const value = atZero + (count / most) * (atMost - atZero)
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) return 0
    return kind === 'inverse' ? 1 / value : value
  })
}
