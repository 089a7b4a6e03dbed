import { parseOptions } from '@faceward/plugin-kit/schemas'
import * as z from 'zod'

const rate = z.strictObject({ burst: z.int().min(0), perMinute: z.number().positive() })
const DAY_MS = 86_400_000

const schema = z.strictObject({
  freeFailures: z.int().min(1).max(10),
  delayMs: z.int().min(0).max(DAY_MS),
  stopAfter: z.int().min(1).max(1000),
  perClient: rate,
  perTenant: rate,
})

/** A token bucket of failures: so many at once, then so many a minute. A burst of 0 switches it off. */
export interface FailureRate {
  readonly burst: number
  readonly perMinute: number
}

/**
 * How many attempts may fail. Consecutive failures of one user first are free, then each try waits, then the user is
 * stopped until unlocked (NIST SP 800-63B-4 section 3.2.3: 5 and 50 without PAD, 10 and 100 with, at least 30 s).
 * Clients and tenants have rates, since n tries on n users match as often as n on one: at a false match rate p of a
 * transaction, strangers are let in at most p times `perMinute` a minute. A rate waits for seconds, so that a flood of
 * junk from one client shuts out whoever else calls with its key while it lasts, and not for an hour after.
 */
export interface AttemptLimits {
  readonly freeFailures: number
  readonly delayMs: number
  readonly stopAfter: number
  readonly perClient: FailureRate
  readonly perTenant: FailureRate
}

/** The limits of NIST SP 800-63B-4; `withPad` only where the PAD was tested as it asks. */
export function nistAttemptLimits(options: { readonly withPad: boolean }): AttemptLimits {
  return {
    ...(options.withPad ? { freeFailures: 10, stopAfter: 100 } : { freeFailures: 5, stopAfter: 50 }),
    delayMs: 30_000,
    perClient: { burst: 200, perMinute: 10 },
    perTenant: { burst: 1000, perMinute: 30 },
  }
}

/** @throws ConfigurationError naming the keys that are wrong. */
export function parseAttemptLimits(limits: AttemptLimits): AttemptLimits {
  return parseOptions('The attempt limits', schema, limits)
}
