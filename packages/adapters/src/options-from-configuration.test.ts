import { parseConfiguration } from '@faceward/core'
import { describe, expect, it } from 'vitest'
import { nistAttemptLimits } from './attempts/attempt-limits.js'
import { DEFAULT_RULES } from './face-api-options.js'
import { faceApiOptionsFrom } from './options-from-configuration.js'

const attemptsOf = (environment: Record<string, string>) =>
  faceApiOptionsFrom(parseConfiguration({}, environment)).attempts

describe('the options that the settings decide', () => {
  it('are the limits of NIST unless told otherwise, with or without PAD', () => {
    expect(attemptsOf({})).toEqual(nistAttemptLimits({ withPad: false }))
    expect(attemptsOf({ ATTEMPTS_WITH_PAD: 'true' })).toEqual(nistAttemptLimits({ withPad: true }))
  })

  it('are each limit by its name', () => {
    const environment = {
      ATTEMPTS_FREE: '3',
      ATTEMPT_DELAY_MS: '60000',
      ATTEMPTS_STOP_AFTER: '20',
      CLIENT_FAILURES_BURST: '7',
      CLIENT_FAILURES_PER_MINUTE: '2',
      TENANT_FAILURES_BURST: '70',
      TENANT_FAILURES_PER_MINUTE: '20',
    }
    expect(attemptsOf(environment)).toEqual({
      freeFailures: 3,
      delayMs: 60_000,
      stopAfter: 20,
      perClient: { burst: 7, perMinute: 2 },
      perTenant: { burst: 70, perMinute: 20 },
    })
  })

  it('ask for challenges as the settings say, by default as the package does', () => {
    const { requireChallenge, challengeAlternatives } = faceApiOptionsFrom(parseConfiguration())
    expect({ requireChallenge, challengeAlternatives }).toEqual({
      requireChallenge: DEFAULT_RULES.requireChallenge,
      challengeAlternatives: DEFAULT_RULES.challengeAlternatives,
    })
    const told = parseConfiguration({}, { REQUIRE_CHALLENGE: 'frames', CHALLENGE_ALTERNATIVES: 'yes' })
    expect(faceApiOptionsFrom(told)).toMatchObject({
      requireChallenge: 'frames',
      challengeAlternatives: true,
    })
  })

  it('delete nobody for their age or for not coming unless told after how long', () => {
    const retentionOf = (environment: Record<string, string>) =>
      faceApiOptionsFrom(parseConfiguration({}, environment)).retention
    expect(retentionOf({})).toEqual({})
    expect(retentionOf({ RETENTION_MAX_AGE_DAYS: '100' })).toEqual({ maxAgeDays: 100 })
    expect(retentionOf({ RETENTION_UNUSED_DAYS: '30' })).toEqual({ unusedDays: 30 })
  })

  it('trust a proxy where there is one', () => {
    const trustOf = (hops: string) =>
      faceApiOptionsFrom(parseConfiguration({}, { API_TRUST_PROXY: hops })).trustProxy
    expect(['0', '1', '2'].map(trustOf)).toEqual([false, true, true])
  })
})
