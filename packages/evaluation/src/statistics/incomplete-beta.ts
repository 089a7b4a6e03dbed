import { logGamma } from './log-gamma.js'

const TINY = 1e-300
const PRECISION = 1e-15
const ITERATIONS = 200_000

/** The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method. */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 - ((a + b) * x) / (a + 1)
  d = 1 / (Math.abs(d) < TINY ? TINY : d)
  let value = d
  for (let m = 1; m <= ITERATIONS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 + even * d
    c = 1 + even / c
    d = 1 / (Math.abs(d) < TINY ? TINY : d)
    if (Math.abs(c) < TINY) c = TINY
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 + odd * d
    c = 1 + odd / c
    d = 1 / (Math.abs(d) < TINY ? TINY : d)
    if (Math.abs(c) < TINY) c = TINY
    const step = d * c
    value *= step
    if (Math.abs(step - 1) < PRECISION) break
  }
  return value
}

/**
 * The regularised incomplete beta function I_x(a, b) for 0 <= x <= 1 and a, b > 0: the distribution function
 * of a beta variable. Seven correct digits for a + b up to 1e8, more below.
 */
export function regularizedIncompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  // The fraction converges fast on one side of the mean only; the other side follows by symmetry.
  if (x < (a + 1) / (a + b + 2)) return (front * continuedFraction(x, a, b)) / a
  return 1 - (front * continuedFraction(1 - x, b, a)) / b
}

/** The quantile of a beta variable: the x with I_x(a, b) = probability, by bisection. */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (probability <= 0) return 0
  if (probability >= 1) return 1
  let low = 0
  let high = 1
  for (let i = 0; i < 200 && high - low > 1e-15 * high; i++) {
    const middle = (low + high) / 2
    if (regularizedIncompleteBeta(middle, a, b) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}
