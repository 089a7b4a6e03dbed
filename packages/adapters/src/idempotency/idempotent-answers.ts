import type { CallOptions, Clock, RecordKey, TemplateStore } from '@faceward/spec'
import { Problem } from '../problems/problem.js'
import { readJson, writeJson } from '../records/json-record.js'

interface Entry {
  readonly fingerprint: string
  /** Absent while the request is under way. */
  readonly answer?: { readonly status: number; readonly body: unknown }
}

export interface IdempotentRequest {
  readonly tenantId: string
  /** Where the answer is kept: the user's pseudonym, so that it goes with the user, or a name with a dot. */
  readonly subject: string
  /** Digest of the caller and the Idempotency-Key. */
  readonly id: string
  /** Digest of method, path and body. */
  readonly fingerprint: string
}

/** An answer, and whether it is of an earlier request with the same key. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly replayed: boolean
}

/** Answers by Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07), kept for a day. */
export interface IdempotentAnswers {
  /**
   * Runs the work once for a key. Only what `keep` makes of the answer is stored.
   * @throws Problem `idempotency-in-flight`, `idempotency-mismatch`; what the work throws, and then forgets the key.
   */
  once(
    request: IdempotentRequest,
    work: () => Promise<{ readonly status: number; readonly body: unknown }>,
    keep: (body: unknown) => unknown,
    options?: CallOptions,
  ): Promise<Answer>
}

const KEPT_MS = 86_400_000

export function createIdempotentAnswers(parts: {
  readonly store: TemplateStore
  readonly clock: Clock
  /** How long a request can be under way: after that its key is free again, should the server have died. */
  readonly timeoutMs: number
}): IdempotentAnswers {
  const { store, clock, timeoutMs } = parts
  return {
    async once({ tenantId, subject, id, fingerprint }, work, keep, options) {
      const key: RecordKey = { collection: 'idempotency', tenantId, subject, id }
      const begun: Entry = { fingerprint }
      const expiresAtMs = clock.now() + 2 * timeoutMs
      if (!(await writeJson(store, key, begun, { ...options, expectedRevision: 0, expiresAtMs }))) {
        return earlier((await readJson<Entry>(store, key, options))?.value, fingerprint)
      }
      try {
        const { status, body } = await work()
        const done: Entry = { fingerprint, answer: { status, body: keep(body) } }
        await writeJson(store, key, done, { expiresAtMs: clock.now() + KEPT_MS })
        return { status, body, replayed: false }
      } catch (error) {
        await store.delete(key).catch(() => undefined)
        throw error
      }
    },
  }
}

function earlier(entry: Entry | undefined, fingerprint: string): Answer {
  if (entry !== undefined && entry.fingerprint !== fingerprint) throw new Problem('idempotency-mismatch')
  if (entry?.answer === undefined) throw new Problem('idempotency-in-flight', { retryAfterSeconds: 1 })
  return { ...entry.answer, replayed: true }
}
