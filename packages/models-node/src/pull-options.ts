import { setTimeout as sleep } from 'node:timers/promises'
import type { ModelCache } from '@faceward/models'
import { type CallOptions, ConfigurationError } from '@faceward/spec'
import type { Environment } from './proxy-dispatcher.js'
import type { Wait } from './stall-watch.js'
import type { DownloadProgress } from './transfer.js'

export interface PullModelOptions extends CallOptions {
  /** Where the model is looked for first and put last; with a `folder`, broken-off downloads are kept below it. */
  readonly cache: ModelCache & { readonly folder?: string }
  /** Refuse weights whose licence is for research only. Default false. */
  readonly commercial?: boolean
  /**
   * Fetch from here instead of the catalogue's address: `https://mirror.example/base` takes the place of that
   * address's scheme and host; `{sha256}` and `{id}` are filled in. `http://` is accepted because it is said here.
   */
  readonly mirror?: string
  /** `http://name:password@host:port`. Default: HTTPS_PROXY / HTTP_PROXY, past it for NO_PROXY. */
  readonly proxy?: string
  /** Called for every piece that arrives; must not throw. */
  readonly onProgress?: (progress: DownloadProgress) => void
  /** How often a try that may succeed later is repeated at one address, 0 to 20. Default 4. */
  readonly retries?: number
  /** Silence after which a connection is given up and tried again, in ms. Default 30,000. */
  readonly stallMs?: number
  /** Waits between tries and for silence. Default: a timer. */
  readonly wait?: Wait
  /** Where the proxy variables are read. Default: the process's. */
  readonly environment?: Environment
}

export interface PullSettings
  extends Required<Omit<PullModelOptions, 'mirror' | 'proxy' | 'onProgress' | 'signal'>> {
  readonly mirror: string | undefined
  readonly proxy: string | undefined
  readonly onProgress: ((progress: DownloadProgress) => void) | undefined
  readonly signal: AbortSignal
}

const KEYS: Record<keyof PullModelOptions, string> = {
  cache: 'object',
  commercial: 'boolean',
  mirror: 'string',
  proxy: 'string',
  onProgress: 'function',
  retries: 'number',
  stallMs: 'number',
  wait: 'function',
  environment: 'object',
  signal: 'object',
}

/** Fills in the defaults. @throws ConfigurationError `invalid-options`. */
export function parsePullOptions(options: PullModelOptions): PullSettings {
  const issues = Object.entries(options).flatMap(([key, value]) => {
    if (!Object.hasOwn(KEYS, key)) {
      return [{ key, message: `not an option; expected one of ${Object.keys(KEYS).join(', ')}` }]
    }
    const type = KEYS[key as keyof PullModelOptions]
    return value === undefined || typeof value === type ? [] : [{ key, message: `expected a ${type}` }]
  })
  const { retries = 4, stallMs = 30_000 } = options
  if (!(Number.isInteger(retries) && retries >= 0 && retries <= 20)) {
    issues.push({ key: 'retries', message: 'expected a whole number from 0 to 20' })
  }
  if (!(stallMs > 0)) issues.push({ key: 'stallMs', message: 'expected a positive number of milliseconds' })
  if (options.cache === undefined) issues.push({ key: 'cache', message: 'expected a model cache' })
  if (issues.length > 0) {
    const what = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
    throw new ConfigurationError(`pullModel: ${what}.`, { code: 'invalid-options', issues })
  }
  return {
    cache: options.cache,
    commercial: options.commercial ?? false,
    mirror: options.mirror,
    proxy: options.proxy,
    onProgress: options.onProgress,
    retries,
    stallMs,
    wait: options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal })),
    environment: options.environment ?? process.env,
    signal: options.signal ?? new AbortController().signal,
  }
}
