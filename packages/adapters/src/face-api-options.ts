import { assertKnownOptions } from '@faceward/plugin-kit'
import { parseOptions } from '@faceward/plugin-kit/schemas'
import {
  type Clock,
  ConfigurationError,
  type ImageDecoder,
  type RandomSource,
  type TemplateStore,
} from '@faceward/spec'
import * as z from 'zod'
import type { ApiEventSink } from './api-events.js'
import { type AttemptLimits, nistAttemptLimits, parseAttemptLimits } from './attempts/attempt-limits.js'
import type { ChallengeSource } from './challenges/challenge-book.js'
import type { DepthDecoder } from './frames/depth-decoder.js'
import type { ApiKeyRecord } from './keys/api-key.js'
import { type ApiKeySource, apiKeySource } from './keys/api-key-source.js'
import type { RetentionLimits } from './retention/sweep-subjects.js'

const rules = z.strictObject({
  scoreDisclosure: z.enum(['full', 'decision']).default('full'),
  requireChallenge: z.enum(['none', 'frames', 'enroll', 'verify', 'both']).default('none'),
  challengeAlternatives: z.boolean().default(false),
  replayedFrames: z.enum(['alarm', 'refuse']).default('alarm'),
  requireConsent: z.boolean().default(false),
  trustProxy: z.boolean().default(false),
  challengeLifetimeMs: z.int().min(5000).max(60_000).default(60_000),
  bodyLimitBytes: z.int().min(1024).default(12_582_912),
  maximumImages: z.int().min(1).max(100).default(10),
  maximumFrames: z.int().min(1).max(600).default(60),
  maximumPixels: z.int().min(1).default(60_000_000),
  concurrency: z.int().min(1).max(64).default(1),
  queueLimit: z.int().min(0).max(10_000).default(16),
  queueShare: z.number().gt(0).max(1).default(0.75),
  bodyMemoryBytes: z.int().min(1024).default(100_663_296),
  bodyGraceMs: z.int().min(1).max(60_000).default(2000),
  bodyBytesPerSecond: z.int().min(1).max(1_000_000).default(8192),
  decodedPixels: z.int().min(1).default(180_000_000),
  timeoutMs: z.int().min(1).max(600_000).default(30_000),
})

/** Rules of an API; each has a default. */
export interface FaceApiRules {
  /** `decision` withholds scores from everybody; `full` (default) gives them to keys with scores:read, or to all without keys. */
  readonly scoreDisclosure?: 'full' | 'decision'
  /** What needs an answered challenge: an operation, both, or whatever is sent as `frames`; default `none`. */
  readonly requireChallenge?: 'none' | 'frames' | 'enroll' | 'verify' | 'both'
  /** Whether a caller with the scope challenges:alternatives may say what a person cannot do; default false. */
  readonly challengeAlternatives?: boolean
  /** What frames of an earlier request do; default `alarm`. */
  readonly replayedFrames?: 'alarm' | 'refuse'
  /** Refuse enrolments without a consent reference; default false. */
  readonly requireConsent?: boolean
  /** A proxy in front is believed about the client's address. Without keys and without this, what a proxy passed on is refused; default false. */
  readonly trustProxy?: boolean
  /** 5,000 to 60,000, the default. */
  readonly challengeLifetimeMs?: number
  /** Default 12 MiB. */
  readonly bodyLimitBytes?: number
  /** Stills in a request; default 10. */
  readonly maximumImages?: number
  /** Frames of a stream in a request; default 60. */
  readonly maximumFrames?: number
  /** Pixels of a request's pictures together; default 60 million. A single picture's limit is the decoder's. */
  readonly maximumPixels?: number
  /** Requests whose models run at the same time; default 1. */
  readonly concurrency?: number
  /** Requests with their bodies read that may wait; default 16. */
  readonly queueLimit?: number
  /** The part of the queue and of `bodyMemoryBytes` that one caller may hold, where there are several; default 0.75. */
  readonly queueShare?: number
  /** Bytes of all bodies together that are read or wait; who finds none gets 503 unread. Default 96 MiB, at least one body. */
  readonly bodyMemoryBytes?: number
  /** How long a body may let wait for its first byte; default 2,000. */
  readonly bodyGraceMs?: number
  /** How fast a body has to come after that; default 8,192. */
  readonly bodyBytesPerSecond?: number
  /** Pixels of all requests together that are decoded; who finds none waits. Default 180 million, at least `maximumPixels`. */
  readonly decodedPixels?: number
  /** From a request's first byte to its answer; default 30,000. */
  readonly timeoutMs?: number
}

/** What an API is made of besides the engine. */
export interface FaceApiParts {
  /** The engine's own store: counters, challenges, stored answers and the audit chain live beside the templates. */
  readonly store: TemplateStore
  readonly clock: Clock
  readonly random: RandomSource
  readonly decodeImage: ImageDecoder
  /** Without it depth is refused. */
  readonly decodeDepth?: DepthDecoder
  /** Without it no challenges are issued. */
  readonly challenges?: ChallengeSource
  readonly events?: ApiEventSink
  /** What GET /metrics answers; without it there is no such route. */
  readonly metrics?: () => Promise<{ readonly contentType: string; readonly body: string }>
  /** Files of the page at /docs, by path below it; without it there is no such page. */
  readonly docs?: (
    path: string,
  ) => Promise<{ readonly contentType: string; readonly body: Uint8Array } | undefined>
}

/** Options of `createFaceApi`. */
export interface FaceApiOptions extends FaceApiRules, FaceApiParts {
  /**
   * Who may call: a list, or a source whose keys change while the API runs. An empty list or none = anybody on this
   * machine, by the address of the connection; an empty source = nobody.
   */
  readonly keys?: readonly ApiKeyRecord[] | ApiKeySource
  /** Default: NIST SP 800-63B-4 without PAD. */
  readonly attempts?: AttemptLimits
  readonly retention?: RetentionLimits
}

const OTHER_KEYS = [
  'store',
  'clock',
  'random',
  'decodeImage',
  'decodeDepth',
  'challenges',
  'events',
  'metrics',
  'docs',
  'keys',
  'attempts',
  'retention',
] as const satisfies readonly (keyof FaceApiOptions)[]

export type ResolvedRules = z.output<typeof rules>

export interface ResolvedOptions extends FaceApiParts {
  readonly rules: ResolvedRules
  /** Undefined = the API is open. */
  readonly keys: ApiKeySource | undefined
  readonly attempts: AttemptLimits
  readonly retention: RetentionLimits
}

const RULE_NAMES = Object.keys(rules.shape)

/** The rules with their defaults. */
export const DEFAULT_RULES: ResolvedRules = rules.parse({})

/** @throws ConfigurationError naming each wrong or unknown key. */
export function resolveFaceApiOptions(options: FaceApiOptions): ResolvedOptions {
  assertKnownOptions('createFaceApi', options, [...OTHER_KEYS, ...RULE_NAMES])
  const { keys = [], attempts = nistAttemptLimits({ withPad: false }), retention = {}, ...rest } = options
  const given = Object.fromEntries(Object.entries(rest).filter(([name]) => RULE_NAMES.includes(name)))
  const parsed = parseOptions("The API's options", rules, given)
  if (parsed.requireChallenge !== 'none' && options.challenges === undefined) {
    throw new ConfigurationError('requireChallenge needs challenges: give a source of them.', {
      code: 'incompatible-composition',
      issues: [{ key: 'requireChallenge', message: 'needs challenges' }],
    })
  }
  return {
    ...rest,
    rules: parsed,
    keys: apiKeySource(keys),
    attempts: parseAttemptLimits(attempts),
    retention,
  }
}
