import { formatRateUp } from '../recognition/error-claim.js'
import type { Interval } from '../statistics/clopper-pearson.js'

/** A measured rate in few digits; none seen is said in words, since 0 is no error rate. */
export function rateText(rate: number): string {
  if (rate === 0) return 'none seen'
  return rate >= 0.001 ? `${(rate * 100).toFixed(rate >= 0.1 ? 1 : 2)} %` : rate.toExponential(1)
}

/** An interval, rounded outwards at its upper end. */
export function intervalText({ lower, upper }: Interval): string {
  return `${lower === 0 ? '0' : rateText(lower)} to ${formatRateUp(upper)}`
}

/** A large share (accept rates, accuracy) in percent. */
export const shareText = (share: number): string => `${(share * 100).toFixed(2)} %`

/** A count with thousands marked. */
export const countText = (count: number): string => count.toLocaleString('en-US')
