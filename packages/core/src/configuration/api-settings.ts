import * as z from 'zod/mini'
import { type Setting, text } from './setting.js'
import { HEX_KEY, some, wholeSetting } from './setting-kinds.js'

const name = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))

const SCOPES = [
  'enroll',
  'verify',
  'replace',
  'delete',
  'admin',
  'scores:read',
  'challenges:alternatives',
] as const

const apiKey = z.strictObject({
  /** A name for logs and audit. */
  id: name,
  /** SHA-256 of the key, hexadecimal. */
  sha256: z.string().check(z.regex(HEX_KEY)),
  scopes: z.array(z.enum(SCOPES)).check(z.minLength(1)),
  tenantId: z._default(name, 'default'),
  /** From then on the key is refused; unset = never. */
  expiresAtMs: z.optional(z.int().check(z.minimum(0))),
})

const expiry = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

/**
 * `id:sha256:enroll+verify+scores.read[:tenant[:expiry]]`, separated by commas or on lines of their own; a scope's colon
 * may be written as a dot. Nothing at all is no list: who means no keys leaves the variable unset.
 */
function readApiKeys(value: string): unknown {
  const entries = value
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '' && !entry.startsWith('#'))
  return entries.length === 0 ? undefined : entries.map(readApiKey)
}

function readApiKey(entry: string): unknown {
  const [id, sha256, scopes, tenantId, ...rest] = entry.split(':')
  const expires = expiry.safeParse(rest.join(':'))
  if (rest.length > 0 && !expires.success) return undefined
  return {
    id,
    sha256,
    scopes: scopes?.split('+').map((scope) => scope.trim().replace('.', ':')),
    ...(tenantId ? { tenantId } : {}),
    ...(expires.success ? { expiresAtMs: Date.parse(expires.data) } : {}),
  }
}

/** Settings of the HTTP API: who may ask, how much, and what is told. */
export const API_SETTINGS = {
  API_HOST: {
    schema: z._default(some, '127.0.0.1'),
    fromText: text.string,
    expected: 'a host name or address',
  },
  API_PORT: wholeSetting(0, 65_535, 8080),
  API_KEYS: {
    schema: z._default(z.array(apiKey).check(z.maxLength(10_000)), []),
    fromText: readApiKeys,
    expected:
      'id:sha256:enroll+verify+replace+delete+admin+scores.read+challenges.alternatives[:tenant[:expiry]], separated by commas or lines',
    secret: true,
  },
  API_TRUST_PROXY: wholeSetting(0, 10, 0),
  API_BODY_LIMIT_BYTES: wholeSetting(1024, 268_435_456, 12_582_912),
  API_MAX_IMAGES: wholeSetting(1, 100, 10),
  API_MAX_FRAMES: wholeSetting(1, 600, 60),
  API_CONCURRENCY: wholeSetting(1, 64, 1),
  API_QUEUE_LIMIT: wholeSetting(0, 10_000, 16),
  API_TIMEOUT_MS: wholeSetting(100, 600_000, 30_000),
  SCORE_DISCLOSURE: {
    schema: z._default(z.enum(['full', 'decision']), 'full'),
    fromText: text.string,
    expected: 'full or decision',
  },
} as const satisfies Record<string, Setting>
