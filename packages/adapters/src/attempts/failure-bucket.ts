import type { FailureRate } from './attempt-limits.js'

/** A token bucket in one number (GCRA): when it will be full again if nobody fails any more. */
export interface FailureBucket {
  readonly fullAtMs: number
}

const MINUTE_MS = 60_000
/** What sums of fractions of a time in milliseconds since 1970 are off by at most. */
const ROUNDING_MS = 0.01
const refillMs = ({ perMinute }: FailureRate) => MINUTE_MS / perMinute

/** The bucket with one failure more, or how long to wait for room. */
export function spend(
  found: FailureBucket | undefined,
  rate: FailureRate,
  nowMs: number,
): { readonly bucket: FailureBucket } | { readonly waitMs: number } {
  const fullAtMs = Math.max(found?.fullAtMs ?? nowMs, nowMs) + refillMs(rate)
  const waitMs = fullAtMs - nowMs - rate.burst * refillMs(rate)
  return waitMs > ROUNDING_MS ? { waitMs } : { bucket: { fullAtMs } }
}

/** The bucket with one failure less. What was spent before it was full again is not missed: nothing is saved up. */
export function giveBack({ fullAtMs }: FailureBucket, rate: FailureRate): FailureBucket {
  return { fullAtMs: fullAtMs - refillMs(rate) }
}
