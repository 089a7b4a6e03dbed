import { Problem } from '../problems/problem.js'
import { type ApiKeyRecord, type Scope, sha256Hex } from './api-key.js'

/** Who calls. */
export interface Caller {
  /** Undefined where no keys are configured. */
  readonly keyId: string | undefined
  readonly tenantId: string
  may(scope: Scope): boolean
}

/** Finds out who calls. @throws Problem `unauthenticated`. */
export type Authenticate = (request: Request) => Promise<Caller>

const ANYBODY: Caller = { keyId: undefined, tenantId: 'default', may: () => true }
const LONGEST_KEY = 512

/** Without keys, everybody who reaches the API may do everything: then it must listen on loopback only. */
export function createAuthenticate(keys: readonly ApiKeyRecord[]): Authenticate {
  if (keys.length === 0) return async () => ANYBODY
  const known = keys.map((key) => ({ ...key, sha256: key.sha256.toLowerCase() }))
  return async (request) => {
    const secret = secretOf(request.headers)
    if (secret === undefined || secret.length > LONGEST_KEY) throw new Problem('unauthenticated')
    const digest = await sha256Hex(new TextEncoder().encode(secret))
    // Every key is compared in full: time tells neither which key came near nor how near.
    const matching = known.filter(({ sha256 }) => equalInConstantTime(sha256, digest))
    const [key] = matching
    if (key === undefined) throw new Problem('unauthenticated')
    const { id, scopes, tenantId = 'default' } = key
    return { keyId: id, tenantId, may: (scope) => scopes.includes(scope) }
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
  if (!caller.may(scope)) throw new Problem('missing-scope', { detail: `The scope needed is ${scope}.` })
}
