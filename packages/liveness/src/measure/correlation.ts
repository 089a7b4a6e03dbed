/** Pearson correlation of two equally long byte arrays, every third value; 1 when either is constant. */
export function correlation(one: Uint8Array, other: Uint8Array): number {
  let sumX = 0
  let sumY = 0
  let xx = 0
  let yy = 0
  let xy = 0
  let n = 0
  // One channel of rgb8: the three are nearly the same picture.
  for (let i = 1; i < one.length; i += 3) {
    const x = one[i]!
    const y = other[i]!
    sumX += x
    sumY += y
    xx += x * x
    yy += y * y
    xy += x * y
    n++
  }
  const spread = Math.sqrt((xx - (sumX * sumX) / n) * (yy - (sumY * sumY) / n))
  return spread > 0 ? (xy - (sumX * sumY) / n) / spread : 1
}
