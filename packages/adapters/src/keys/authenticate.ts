import type { Clock } from '@faceward/spec'
import { Problem } from '../problems/problem.js'
import { type ApiKeyRecord, type Scope, sha256Hex } from './api-key.js'
import { type ApiKeySource, assertDistinctKeys } from './api-key-source.js'

/** Who calls. */
export interface Caller {
  /** Undefined where no keys are configured. */
  readonly keyId: string | undefined
  readonly tenantId: string
  may(scope: Scope): boolean
}

/** Finds out who calls. @throws Problem `unauthenticated`, `expired-key`. */
export type Authenticate = (request: Request) => Promise<Caller>

const ANYBODY: Caller = { keyId: undefined, tenantId: 'default', may: () => true }
const LONGEST_KEY = 512

/** Without a source of keys, everybody who reaches the API may do everything: then it must listen on loopback only. */
export function createAuthenticate(
  source: ApiKeySource | undefined,
  clock: Pick<Clock, 'now'>,
): Authenticate {
  if (source === undefined) return async () => ANYBODY
  const last: { keys?: readonly ApiKeyRecord[] } = {}
  return async (request) => {
    const secret = secretOf(request.headers)
    if (secret === undefined || secret.length > LONGEST_KEY) throw new Problem('unauthenticated')
    const digest = await sha256Hex(new TextEncoder().encode(secret))
    const keys = source.current()
    if (keys !== last.keys) assertDistinctKeys(keys)
    last.keys = keys
    // Every key is compared in full: time tells neither which key came near nor how near.
    const matching = keys.filter(({ sha256 }) => equalInConstantTime(sha256.toLowerCase(), digest))
    const [key] = matching
    if (key === undefined) throw new Problem('unauthenticated')
    const { id: keyId, scopes, tenantId = 'default', expiresAtMs = Infinity } = key
    if (clock.now() >= expiresAtMs) {
      throw new Problem('expired-key', {
        detail: `It expired at ${new Date(expiresAtMs).toISOString()}.`,
        keyId,
      })
    }
    return { keyId, tenantId, may: (scope) => scopes.includes(scope) }
  }
}

function secretOf(headers: Headers): string | undefined {
  const [, bearer] = /^Bearer ([\x21-\x7e]+)$/i.exec(headers.get('authorization') ?? '') ?? []
  return bearer ?? headers.get('x-api-key') ?? undefined
}

function equalInConstantTime(one: string, other: string): boolean {
  let difference = one.length ^ other.length
  for (let i = 0; i < other.length; i++) difference |= one.charCodeAt(i % one.length) ^ other.charCodeAt(i)
  return difference === 0
}

/** @throws Problem `missing-scope`. */
export function requireScope(caller: Caller, scope: Scope): void {
  const { keyId } = caller
  if (!caller.may(scope))
    throw new Problem('missing-scope', { detail: `The scope needed is ${scope}.`, keyId })
}
