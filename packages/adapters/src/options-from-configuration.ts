import type { Configuration } from '@faceward/core'
import { type AttemptLimits, nistAttemptLimits } from './attempts/attempt-limits.js'
import type { FaceApiOptions, FaceApiParts } from './face-api-options.js'

/** The part of an API's options that the settings decide; see docs/configuration.md. */
export function faceApiOptionsFrom(settings: Configuration): Omit<FaceApiOptions, keyof FaceApiParts> {
  const { retentionMaxAgeDays, retentionUnusedDays } = settings
  return {
    keys: settings.apiKeys,
    scoreDisclosure: settings.scoreDisclosure,
    requireChallenge: settings.requireChallenge,
    challengeAlternatives: settings.challengeAlternatives,
    requireConsent: settings.requireConsent,
    trustProxy: settings.apiTrustProxy > 0,
    replayedFrames: settings.replayedFrames,
    attempts: attemptLimitsFrom(settings),
    retention: {
      ...(retentionMaxAgeDays === undefined ? {} : { maxAgeDays: retentionMaxAgeDays }),
      ...(retentionUnusedDays === undefined ? {} : { unusedDays: retentionUnusedDays }),
    },
    bodyLimitBytes: settings.apiBodyLimitBytes,
    maximumImages: settings.apiMaxImages,
    maximumFrames: settings.apiMaxFrames,
    concurrency: settings.apiConcurrency,
    queueLimit: settings.apiQueueLimit,
    timeoutMs: settings.apiTimeoutMs,
  }
}

function attemptLimitsFrom(settings: Configuration): AttemptLimits {
  const nist = nistAttemptLimits({ withPad: settings.attemptsWithPad })
  return {
    freeFailures: settings.attemptsFree ?? nist.freeFailures,
    delayMs: settings.attemptDelayMs,
    stopAfter: settings.attemptsStopAfter ?? nist.stopAfter,
    perClient: { burst: settings.clientFailuresBurst, perMinute: settings.clientFailuresPerMinute },
    perTenant: { burst: settings.tenantFailuresBurst, perMinute: settings.tenantFailuresPerMinute },
  }
}
