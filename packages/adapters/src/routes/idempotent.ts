import { sha256Hex } from '../keys/api-key.js'
import { Problem } from '../problems/problem.js'
import type { RouteAnswer, RouteContext } from './route.js'

const KEY = /^[\x21-\x7e]{1,128}$/

/**
 * Does the work, once if the client sent an Idempotency-Key: a repeat gets the first answer, marked by the
 * header Idempotency-Replayed.
 */
export async function idempotent(
  context: RouteContext,
  where: {
    readonly subject: string
    readonly bodyDigest: () => Promise<string>
    readonly keep: (body: unknown) => unknown
  },
  work: () => Promise<RouteAnswer>,
): Promise<RouteAnswer> {
  const { request, caller, client, services, signal } = context
  const given = request.headers.get('idempotency-key')
  if (given === null) return work()
  if (!KEY.test(given)) throw new Problem('invalid-header')
  const digest = (text: string) => sha256Hex(new TextEncoder().encode(text))
  const id = await digest(`${client} ${given}`)
  const fingerprint = await digest(
    [request.method, new URL(request.url).pathname, await where.bodyDigest()].join(' '),
  )
  const { status, body, replayed } = await services.idempotency.once(
    { tenantId: caller.tenantId, subject: where.subject, id, fingerprint },
    work,
    where.keep,
    { signal },
  )
  return { status, body, ...(replayed ? { headers: { 'idempotency-replayed': 'true' } } : {}) }
}
