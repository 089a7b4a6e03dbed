import { ASSURANCE_LEVELS } from '@faceward/spec'
import * as z from 'zod/mini'
import { ATTEMPT_SETTINGS, CHALLENGE_SETTINGS } from './attempt-settings.js'
import { type Setting, text } from './setting.js'

const share = z.number().check(z.minimum(0), z.maximum(1))
const some = z.string().check(z.minLength(1))
const name = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))
const whole = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most))
const SHARE = 'a number from 0 to 1'
const BOOLEAN = 'true or false'
const weights = z
  .strictObject({ rgb: share, depth: share, liveness: share, motion: share })
  .check(z.refine(({ rgb }) => rgb > 0, 'rgb must be above 0'))
const HEX_KEY = /^[0-9a-f]{64}$/i

/** `rgb=0.4,depth=0.25,liveness=0.2,motion=0.15` or `0.4,0.25,0.2,0.15` or the same as JSON. */
function readWeights(value: string): unknown {
  const trimmed = value.trim()
  if (trimmed.startsWith('{')) {
    try {
      return JSON.parse(trimmed)
    } catch {
      return undefined
    }
  }
  const names = ['rgb', 'depth', 'liveness', 'motion']
  const entries = trimmed.split(',').map((part, index) => {
    const [name, amount] = part.includes('=') ? part.split('=') : [names[index], part]
    return [name?.trim(), amount?.trim() ? Number(amount) : undefined]
  })
  return Object.fromEntries(entries)
}

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

function readPair(separator: RegExp, first: string, second: string): (value: string) => unknown {
  return (value) => {
    const parts = value
      .trim()
      .split(separator)
      .map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
    return parts.length === 2 ? { [first]: parts[0], [second]: parts[1] } : undefined
  }
}

/**
 * Every setting, in the order of the pipeline. The key in the options object is the variable's name in camel
 * case: `ACCEPT_THRESHOLD` is `acceptThreshold`.
 */
export const SETTINGS = {
  PREFER_DEPTH: {
    schema: z._default(z.boolean(), true),
    fromText: text.boolean,
    expected: BOOLEAN,
  },
  DEPTH_ESTIMATION_FALLBACK: {
    schema: z._default(z.boolean(), false),
    fromText: text.boolean,
    expected: BOOLEAN,
  },
  DEPTH_ESTIMATION_MODEL: {
    schema: z._default(some, 'face-mesh'),
    fromText: text.string,
    expected: "'face-mesh', or the path of a manifest",
  },
  CAPTURE_RESOLUTION: {
    schema: z._default(z.strictObject({ width: whole(160, 8192), height: whole(120, 8192) }), {
      width: 640,
      height: 480,
    }),
    fromText: readPair(/x/i, 'width', 'height'),
    expected: 'a size such as 640x480, from 160x120 to 8192x8192',
  },
  TEXTURE_SPOOF_THRESHOLD: {
    schema: z._default(share, 0.5),
    fromText: text.number,
    expected: SHARE,
  },
  DEPTH_CONSISTENCY_THRESHOLD: {
    schema: z._default(share, 0.5),
    fromText: text.number,
    expected: SHARE,
  },
  MICRO_MOTION_MIN_VARIANCE: {
    schema: z._default(share, 1e-5),
    fromText: text.number,
    expected: SHARE,
  },
  EMBEDDING_DIM: {
    schema: z._default(whole(64, 4096), 512),
    fromText: text.number,
    expected: 'a whole number from 64 to 4096',
  },
  EMBEDDING_MODEL: {
    schema: z._default(some, 'default'),
    fromText: text.string,
    expected: "'default', 'placeholder', the id of a known model, or the path of a manifest",
  },
  DEPTH_EMBEDDING_MODEL: {
    schema: z._default(some, 'none'),
    fromText: text.string,
    expected: "'none', 'surface-slopes', or the path of a manifest",
  },
  DEVICE: {
    schema: z._default(z.enum(['cpu', 'webgpu', 'cuda', 'coreml', 'dml']), 'cpu'),
    fromText: text.string,
    expected: 'cpu, webgpu, cuda, coreml or dml',
  },
  FUSION_WEIGHTS: {
    schema: z._default(weights, { rgb: 0.4, depth: 0.25, liveness: 0.2, motion: 0.15 }),
    fromText: readWeights,
    expected: 'four numbers from 0 to 1 such as rgb=0.4,depth=0.25,liveness=0.2,motion=0.15',
  },
  USE_ATTENTION_FUSION: {
    schema: z._default(z.boolean(), false),
    fromText: text.boolean,
    expected: BOOLEAN,
  },
  ATTENTION_FUSION_GATE: {
    schema: z.optional(some),
    fromText: text.string,
    expected: "the path of a file that 'faceward train-fusion' wrote",
  },
  ACCEPT_THRESHOLD: {
    schema: z._default(share, 0.85),
    fromText: text.number,
    expected: SHARE,
  },
  REJECT_THRESHOLD: {
    schema: z._default(share, 0.45),
    fromText: text.number,
    expected: SHARE,
  },
  RE_VERIFY_BAND: {
    schema: z.optional(z.strictObject({ from: share, to: share })),
    fromText: readPair(/\.\.|-/, 'from', 'to'),
    expected: 'two numbers from 0 to 1 such as 0.45-0.85',
  },
  REQUIRE_ASSURANCE: {
    schema: z.optional(z.enum(ASSURANCE_LEVELS)),
    fromText: text.string,
    expected: ASSURANCE_LEVELS.join(', '),
  },
  ENCRYPT_TEMPLATES: {
    schema: z._default(z.literal(true), true),
    fromText: text.boolean,
    expected: 'true',
  },
  NEVER_STORE_RAW_IMAGES: {
    schema: z._default(z.literal(true), true),
    fromText: text.boolean,
    expected: 'true',
  },
  TEMPLATE_KEY_ENV: {
    schema: z._default(z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/)), 'BIOMETRIC_TEMPLATE_KEY'),
    fromText: text.string,
    expected: 'the name of an environment variable',
  },
  BIOMETRIC_TEMPLATE_KEY: {
    schema: z.optional(z.string().check(z.trim(), z.regex(HEX_KEY))),
    fromText: text.string,
    expected: "32 bytes as 64 hexadecimal digits; make one with 'faceward keys generate'",
    secret: true,
  },
  BIOMETRIC_TEMPLATE_SALT: {
    schema: z.optional(z.string().check(z.trim(), z.regex(/^([0-9a-f]{2}){8,64}$/i))),
    fromText: text.string,
    expected: '8 to 64 bytes as hexadecimal digits',
    secret: true,
  },
  API_HOST: {
    schema: z._default(some, '127.0.0.1'),
    fromText: text.string,
    expected: 'a host name or address',
  },
  API_PORT: {
    schema: z._default(whole(0, 65_535), 8080),
    fromText: text.number,
    expected: 'a whole number from 0 to 65535',
  },
  API_KEYS: {
    schema: z._default(z.array(apiKey).check(z.maxLength(10_000)), []),
    fromText: readApiKeys,
    expected:
      'id:sha256:enroll+verify+replace+delete+admin+scores.read+challenges.alternatives[:tenant[:expiry]], separated by commas or lines',
    secret: true,
  },
  API_TRUST_PROXY: {
    schema: z._default(whole(0, 10), 0),
    fromText: text.number,
    expected: 'a whole number from 0 to 10',
  },
  API_BODY_LIMIT_BYTES: {
    schema: z._default(whole(1024, 268_435_456), 12_582_912),
    fromText: text.number,
    expected: 'a whole number from 1024 to 268435456',
  },
  API_MAX_IMAGES: {
    schema: z._default(whole(1, 100), 10),
    fromText: text.number,
    expected: 'a whole number from 1 to 100',
  },
  API_MAX_FRAMES: {
    schema: z._default(whole(1, 600), 60),
    fromText: text.number,
    expected: 'a whole number from 1 to 600',
  },
  API_CONCURRENCY: {
    schema: z._default(whole(1, 64), 1),
    fromText: text.number,
    expected: 'a whole number from 1 to 64',
  },
  API_QUEUE_LIMIT: {
    schema: z._default(whole(0, 10_000), 16),
    fromText: text.number,
    expected: 'a whole number from 0 to 10000',
  },
  API_TIMEOUT_MS: {
    schema: z._default(whole(100, 600_000), 30_000),
    fromText: text.number,
    expected: 'a whole number from 100 to 600000',
  },
  SCORE_DISCLOSURE: {
    schema: z._default(z.enum(['full', 'decision']), 'full'),
    fromText: text.string,
    expected: 'full or decision',
  },
  ...CHALLENGE_SETTINGS,
  REPLAYED_FRAMES: {
    schema: z._default(z.enum(['alarm', 'refuse']), 'alarm'),
    fromText: text.string,
    expected: 'alarm or refuse',
  },
  ...ATTEMPT_SETTINGS,
  REQUIRE_CONSENT: {
    schema: z._default(z.boolean(), false),
    fromText: text.boolean,
    expected: BOOLEAN,
  },
  RETENTION_MAX_AGE_DAYS: {
    schema: z.optional(whole(1, 36_500)),
    fromText: text.number,
    expected: 'a whole number from 1 to 36500',
  },
  RETENTION_UNUSED_DAYS: {
    schema: z.optional(whole(1, 36_500)),
    fromText: text.number,
    expected: 'a whole number from 1 to 36500',
  },
  ENROLLMENT_MIN_SAMPLES: {
    schema: z._default(whole(1, 100), 3),
    fromText: text.number,
    expected: 'a whole number from 1 to 100',
  },
  EDGE_FALLBACK_URL: {
    schema: z.optional(z.url({ protocol: /^https?$/ })),
    fromText: text.string,
    expected: 'an https address, or http on this machine',
  },
} as const satisfies Record<string, Setting>
