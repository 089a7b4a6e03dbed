import { parseOptions } from '@faceward/spec/schemas'
import * as z from 'zod'

const window = z.strictObject({ failures: z.int().min(0), windowMs: z.int().positive() })
const DAY_MS = 86_400_000

const schema = z.strictObject({
  freeFailures: z.int().min(1).max(10),
  delayMs: z.int().min(0).max(DAY_MS),
  stopAfter: z.int().min(1).max(1000),
  perClient: window,
  perTenant: window,
})

/** Failures within a time; 0 failures switch it off. */
export interface FailureWindow {
  readonly failures: number
  readonly windowMs: number
}

/**
 * How many verifications may fail. Consecutive failures of one user first are free, then each try waits,
 * then the user is stopped until unlocked (NIST SP 800-63B-4 section 3.2.3: 5 and 50 without PAD, 10 and 100
 * with, at least 30 s). Clients and tenants have windows, since p false matches in n tries on n users are as
 * bad as on one.
 */
export interface AttemptLimits {
  readonly freeFailures: number
  readonly delayMs: number
  readonly stopAfter: number
  readonly perClient: FailureWindow
  readonly perTenant: FailureWindow
}

/** The limits of NIST SP 800-63B-4; `withPad` only where the PAD was tested as it asks. */
export function nistAttemptLimits(options: { readonly withPad: boolean }): AttemptLimits {
  return {
    ...(options.withPad ? { freeFailures: 10, stopAfter: 100 } : { freeFailures: 5, stopAfter: 50 }),
    delayMs: 30_000,
    perClient: { failures: 100, windowMs: DAY_MS / 24 },
    perTenant: { failures: 10_000, windowMs: DAY_MS },
  }
}

/** @throws ConfigurationError naming the keys that are wrong. */
export function parseAttemptLimits(limits: AttemptLimits): AttemptLimits {
  return parseOptions('The attempt limits', schema, limits)
}
