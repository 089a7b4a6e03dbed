import type { CallOptions, Clock, Engine, RecordKey, TemplateStore } from '@faceward/spec'
import { decodeJson, encodeJson, readJson } from '../records/json-record.js'
import type { Edit } from '../records/record-editor.js'
import type { AuditEvent, ChainedEvent } from './audit-event.js'

interface Head {
  readonly sequence: number
  readonly mac: string
}

/** What a check of the chain found. */
export type AuditCheck =
  | { readonly status: 'intact'; readonly events: number; readonly head: string }
  | { readonly status: 'broken'; readonly atSequence: number; readonly why: string }

/**
 * A hash chain of events in the store, one a tenant: each event holds the MAC of the one before, under a key
 * only this engine's key holder has. Changing, removing or inserting an event breaks the chain. Cutting off
 * its end together with the head does not: keep `head` of a check elsewhere to see that.
 */
export interface AuditTrail {
  appending(tenantId: string, event: AuditEvent): Edit
  check(tenantId: string, options?: CallOptions): Promise<AuditCheck>
}

const PAGE = 500
const DIGITS = 15

export function createAuditTrail(parts: {
  readonly store: TemplateStore
  readonly clock: Clock
  readonly engine: Pick<Engine, 'keyedDigest'>
}): AuditTrail {
  const { store, clock, engine } = parts
  const record = (tenantId: string, subject: string, id: string): RecordKey => ({
    collection: 'audit',
    tenantId,
    subject,
    id,
  })
  const eventKey = (tenantId: string, sequence: number) =>
    record(tenantId, 'chain', String(sequence).padStart(DIGITS, '0'))
  const headKey = (tenantId: string) => record(tenantId, 'head', 'head')
  const macOf = (tenantId: string, event: Omit<ChainedEvent, 'mac'>) =>
    engine.keyedDigest({ tenantId, purpose: 'audit', text: canonical(event) })

  /** The last event: at the head record, or behind it when the head was taken away or set back. */
  async function lastFrom(tenantId: string, head: Head): Promise<Head> {
    const next = await readJson<ChainedEvent>(store, eventKey(tenantId, head.sequence + 1))
    return next === undefined ? head : lastFrom(tenantId, next.value)
  }

  return {
    appending: (tenantId, event) => ({
      key: headKey(tenantId),
      async changes(found) {
        const head = found ? decodeJson<Head>(found.bytes) : { sequence: 0, mac: '' }
        const last = await lastFrom(tenantId, head)
        const sequence = last.sequence + 1
        const unsigned = { ...event, sequence, atMs: clock.now(), previous: last.mac }
        const chained: ChainedEvent = { ...unsigned, mac: await macOf(tenantId, unsigned) }
        const moved: Head = { sequence, mac: chained.mac }
        return [
          { key: eventKey(tenantId, sequence), bytes: encodeJson(chained), expectedRevision: 0 },
          { key: headKey(tenantId), bytes: encodeJson(moved), expectedRevision: found?.revision ?? 0 },
        ]
      },
    }),

    async check(tenantId, options) {
      let last: Head = { sequence: 0, mac: '' }
      let cursor: string | undefined
      do {
        const listing = { collection: 'audit', tenantId, subject: 'chain', limit: PAGE } as const
        const page = await store.list({ ...listing, ...options, ...(cursor === undefined ? {} : { cursor }) })
        for (const { bytes } of page.records) {
          const { mac, ...event } = decodeJson<ChainedEvent>(bytes)
          const why = await fault(last, event, mac)
          if (why !== undefined) return { status: 'broken', atSequence: last.sequence + 1, why }
          last = { sequence: event.sequence, mac }
        }
        cursor = page.nextCursor
      } while (cursor !== undefined)
      const head = (await readJson<Head>(store, headKey(tenantId), options))?.value.sequence ?? 0
      if (head > last.sequence) {
        return { status: 'broken', atSequence: last.sequence + 1, why: 'The last events are missing.' }
      }
      return { status: 'intact', events: last.sequence, head: last.mac }

      async function fault(before: Head, event: Omit<ChainedEvent, 'mac'>, mac: string) {
        if (event.sequence !== before.sequence + 1) return 'An event is missing.'
        if (event.previous !== before.mac) return 'The event does not follow the one before.'
        if (mac !== (await macOf(tenantId, event))) return 'The event was changed.'
        return undefined
      }
    },
  }
}

/** One spelling of an event, whatever the order its members were written in. */
function canonical(event: object): string {
  return JSON.stringify(Object.entries(event).sort(([one], [other]) => (one < other ? -1 : 1)))
}
