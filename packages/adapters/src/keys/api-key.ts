import { toBase64Url, toHex } from '@faceward/plugin-kit'
import type { RandomSource } from '@faceward/spec'

/**
 * What a key may do. `replace` lets an enrolment take the place of one that it matches; `scores:read` adds scores to the
 * answers; `challenges:alternatives` may say what a person cannot do; `admin` reads and unlocks users, replaces whomever
 * beside `replace`, and reads metrics.
 */
export type Scope =
  | 'enroll'
  | 'verify'
  | 'replace'
  | 'delete'
  | 'admin'
  | 'scores:read'
  | 'challenges:alternatives'

/** A key as the server knows it: never the key itself. */
export interface ApiKeyRecord {
  /** A name for logs and audit. */
  readonly id: string
  /** SHA-256 of the key, hexadecimal. */
  readonly sha256: string
  readonly scopes: readonly Scope[]
  /** The tenant whose users the key reaches; `default` if not given. */
  readonly tenantId?: string
  /** Milliseconds since 1970: from then on the key is refused. Unset = never. */
  readonly expiresAtMs?: number | undefined
}

const SECRET_BYTES = 32

/**
 * Makes an API key: the secret to hand over once, and the record to keep. The secret has 256 random bits, so
 * a plain SHA-256 of it cannot be searched through.
 */
export async function createApiKey(options: {
  readonly id: string
  readonly scopes: readonly Scope[]
  readonly tenantId?: string
  readonly expiresAtMs?: number | undefined
  readonly random: RandomSource
}): Promise<{ readonly secret: string; readonly record: ApiKeyRecord }> {
  const { random, ...named } = options
  const secret = `fwk_${toBase64Url(random.bytes(SECRET_BYTES))}`
  return { secret, record: { ...named, sha256: await sha256Hex(new TextEncoder().encode(secret)) } }
}

/** SHA-256 by WebCrypto, as lower-case hexadecimal digits. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return toHex(digest)
}
