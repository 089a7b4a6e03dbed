import { ConfigurationError } from '@faceward/spec'
import type { ApiKeyRecord } from './api-key.js'

/** How a source of keys is, for /health and /readyz. */
export interface ApiKeySourceHealth {
  readonly status: 'ok' | 'failing'
  readonly detail?: string
}

/** Keys that may change while the API runs. An API that was given a source is never open, also when it is empty. */
export interface ApiKeySource {
  /** The keys that hold now; the same array until they change. */
  current(): readonly ApiKeyRecord[]
  health?(): ApiKeySourceHealth
}

/** The source of the keys given; undefined = none were given, so that the API is open to whoever reaches it. */
export function apiKeySource(keys: readonly ApiKeyRecord[] | ApiKeySource): ApiKeySource | undefined {
  const source = 'current' in keys ? keys : keys.length > 0 ? { current: () => keys } : undefined
  if (source !== undefined) assertDistinctKeys(source.current())
  return source
}

/** @throws ConfigurationError when two keys share a name, or are one key: taking one away would not revoke it. */
export function assertDistinctKeys(keys: readonly ApiKeyRecord[]): void {
  assertDistinct(
    keys.map(({ id }) => id),
    'Two API keys have one id.',
    'ids must differ',
  )
  assertDistinct(
    keys.map(({ sha256 }) => sha256.toLowerCase()),
    'Two entries are for one API key.',
    'the SHA-256 of keys must differ',
  )
}

function assertDistinct(values: readonly string[], text: string, message: string): void {
  if (new Set(values).size === values.length) return
  throw new ConfigurationError(text, { code: 'invalid-options', issues: [{ key: 'keys', message }] })
}
