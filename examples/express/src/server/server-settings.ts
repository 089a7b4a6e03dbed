import type { FaceApiRules } from '@faceward/adapters'
import { type Configuration, parseConfiguration } from '@faceward/core'
import { environmentWithFiles } from '@faceward/node'
import { ConfigurationError } from '@faceward/spec'
import * as z from 'zod'
import { serverDefaults } from './server-defaults.js'

const own = z.object({
  DATABASE_URL: z.string().trim().min(1).optional(),
  DATABASE_CA_FILE: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
  INFERENCE_THREADS: z.coerce.number().int().min(0).max(64).default(0),
  RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(120),
  SHUTDOWN_DELAY_MS: z.coerce.number().int().min(0).max(60_000).default(0),
  RETENTION_SWEEP_MINUTES: z.coerce.number().int().min(1).max(10_080).default(60),
  DECODE_PROCESSES: z.coerce.number().int().min(1).max(64).default(2),
  DECODE_TIMEOUT_MS: z.coerce.number().int().min(1).max(600_000).default(3000),
  BODY_BYTES_PER_SECOND: z.coerce.number().int().min(1).max(1_000_000).default(8192),
  BODY_MEMORY_BYTES: z.coerce.number().int().min(1024).default(100_663_296),
  DECODED_PIXELS: z.coerce.number().int().min(1).default(180_000_000),
  QUEUE_SHARE: z.coerce.number().gt(0).max(1).default(0.75),
})

/** Everything the server is told by its environment. */
export interface ServerSettings {
  readonly engine: Configuration
  /** The environment they were read from, with what its files hold; for the engine. */
  readonly environment: Environment
  /** The file of API keys, which is read anew when it changes. */
  readonly apiKeysFile: string | undefined
  /** Where templates are: PostgreSQL, or SQLite in the data folder when unset. */
  readonly databaseUrl: string | undefined
  readonly databaseCaFile: string | undefined
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** Threads that run models; 0 = Node's own, which answers nobody else meanwhile. */
  readonly inferenceThreads: number
  /** Requests a minute from one address. */
  readonly rateLimitPerMinute: number
  /** How long /readyz says no before the server stops listening, for a load balancer to notice. */
  readonly shutdownDelayMs: number
  readonly retentionSweepMinutes: number
  /** Processes that decode pictures. */
  readonly decodeProcesses: number
  /** What one picture may take. */
  readonly decodeTimeoutMs: number
  /** What all requests together may take; see the options of `createFaceApi`. */
  readonly bounds: Required<
    Pick<FaceApiRules, 'bodyBytesPerSecond' | 'bodyMemoryBytes' | 'decodedPixels' | 'queueShare'>
  >
}

type Environment = Readonly<Record<string, string | undefined>>

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|::1)$/

/**
 * @param purpose `serve` (default), or `maintain` for work on the store that listens to nobody.
 * @throws ConfigurationError naming every wrong variable; also when it would listen to strangers, or in production,
 * without keys.
 */
export function readServerSettings(
  given: Environment,
  { purpose = 'serve' }: { readonly purpose?: 'serve' | 'maintain' } = {},
): ServerSettings {
  const environment = environmentWithFiles(given)
  const filled = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  assertModeIsSpelt(filled['NODE_ENV'])
  const engine = parseConfiguration({}, { ...serverDefaults(filled), ...filled })
  const parsed = own.safeParse(filled)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => ({ key: path.join('.'), message }))
    throw new ConfigurationError(`The configuration is wrong.\n${z.prettifyError(parsed.error)}`, {
      code: 'invalid-options',
      issues,
    })
  }
  if (purpose === 'serve') assertClosedToStrangers(engine, filled['NODE_ENV'] === 'production')
  const { data } = parsed
  return {
    engine,
    environment: filled,
    apiKeysFile: given['API_KEYS_FILE'] || undefined,
    databaseUrl: data.DATABASE_URL,
    databaseCaFile: data.DATABASE_CA_FILE,
    logLevel: data.LOG_LEVEL,
    inferenceThreads: data.INFERENCE_THREADS,
    rateLimitPerMinute: data.RATE_LIMIT_PER_MINUTE,
    shutdownDelayMs: data.SHUTDOWN_DELAY_MS,
    retentionSweepMinutes: data.RETENTION_SWEEP_MINUTES,
    decodeProcesses: data.DECODE_PROCESSES,
    decodeTimeoutMs: data.DECODE_TIMEOUT_MS,
    bounds: {
      bodyBytesPerSecond: data.BODY_BYTES_PER_SECOND,
      bodyMemoryBytes: data.BODY_MEMORY_BYTES,
      decodedPixels: data.DECODED_PIXELS,
      queueShare: data.QUEUE_SHARE,
    },
  }
}

const MAKE_A_KEY =
  "Make one with 'keys create --id <name> --scopes enroll+verify' and put the entry it prints into API_KEYS, or into the file that API_KEYS_FILE names"

function assertClosedToStrangers({ apiKeys, apiHost }: Configuration, isProduction: boolean): void {
  if (apiKeys.length > 0) return
  if (isProduction) {
    throw withoutKeys(
      `There are no API keys, and NODE_ENV is production: whoever reached this server could enrol, verify and delete anybody. ${MAKE_A_KEY}. To try things out without keys, leave NODE_ENV unset and listen on 127.0.0.1.`,
      'needed in production',
    )
  }
  if (!LOOPBACK.test(apiHost)) {
    throw withoutKeys(
      `API_HOST is open to other machines, but there are no API_KEYS: whoever reached it could enrol anybody. ${MAKE_A_KEY}, or listen on 127.0.0.1.`,
      'needed unless API_HOST is loopback',
    )
  }
}

const withoutKeys = (text: string, message: string) =>
  new ConfigurationError(text, { code: 'missing-key', issues: [{ key: 'API_KEYS', message }] })

/** What was meant as production must not run as a trial: without keys, a challenge or a template key of its own. */
function assertModeIsSpelt(mode: string | undefined): void {
  if (mode === undefined || mode === 'production' || !/^\s*prod/i.test(mode)) return
  throw new ConfigurationError(
    "NODE_ENV is none that is known; in production it is 'production', spelt so.",
    {
      code: 'invalid-options',
      issues: [{ key: 'NODE_ENV', message: "expected 'production'" }],
    },
  )
}
