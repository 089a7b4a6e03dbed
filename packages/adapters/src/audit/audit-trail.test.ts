import type { RecordKey, TemplateStore } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { ALIKE, harness, STRANGER } from '../../test/api-harness.js'
import { decodeJson } from '../records/json-record.js'
import { createRecordEditor } from '../records/record-editor.js'
import type { ChainedEvent } from './audit-event.js'
import { createAuditTrail } from './audit-trail.js'

async function chain(store: TemplateStore): Promise<(ChainedEvent & { key: RecordKey })[]> {
  const { records } = await store.list({
    collection: 'audit',
    tenantId: 'default',
    subject: 'chain',
    limit: 500,
  })
  return records.map(({ key, bytes }) => ({ ...decodeJson<ChainedEvent>(bytes), key }))
}

async function used() {
  const api = harness()
  await api.enroll('ada')
  await api.verify('ada', ALIKE)
  await api.verify('ada', STRANGER)
  await api.send('GET', '/users/ada')
  await api.send('DELETE', '/users/ada')
  return { ...api, store: api.parts.store }
}

describe('the audit chain', () => {
  it('tells who did what, how it ended and why', async () => {
    const { store } = await used()
    const events = await chain(store)
    expect(events.map(({ action, outcome, reasons }) => [action, outcome, ...reasons])).toEqual([
      ['enroll', 'enrolled', 'enrolled'],
      ['verify', 'accept', 'match'],
      ['verify', 'reject', 'no_match'],
      ['read', 'done'],
      ['delete', 'done'],
    ])
    expect(events.every(({ actor }) => actor === 'anonymous')).toBe(true)
  })

  it('holds nothing biometric, no user id, and no score', async () => {
    const { store } = await used()
    const text = JSON.stringify(await chain(store))
    expect(text).not.toContain('ada')
    expect(text).not.toMatch(/\d\.\d{3}/)
    expect(text).not.toMatch(/\[(-?\d+(\.\d+)?,){3}/)
  })

  it('is intact when nobody touched it, and stays when the user is deleted', async () => {
    const { api } = await used()
    expect(await api.checkAudit()).toMatchObject({ status: 'intact', events: 5 })
  })

  it.each([
    [
      'an event that was changed',
      async (store: TemplateStore, events: Events) => {
        const { key, ...event } = events[1] as Events[number]
        await store.put(key, new TextEncoder().encode(JSON.stringify({ ...event, outcome: 'reject' })))
      },
      2,
    ],
    [
      'an event that was removed',
      async (store: TemplateStore, events: Events) => {
        await store.delete((events[2] as Events[number]).key)
      },
      3,
    ],
    [
      'the last event that was removed',
      async (store: TemplateStore, events: Events) => {
        await store.delete((events[4] as Events[number]).key)
      },
      5,
    ],
    [
      'events that changed places',
      async (store: TemplateStore, events: Events) => {
        const [, one, other] = events as [Events[number], Events[number], Events[number]]
        const bytes = ({ key: _, ...event }: Events[number]) =>
          new TextEncoder().encode(JSON.stringify(event))
        await store.put(one.key, bytes({ ...other, sequence: one.sequence }))
        await store.put(other.key, bytes({ ...one, sequence: other.sequence }))
      },
      2,
    ],
  ] as const)('shows %s', async (_, tamper, atSequence) => {
    const { store, api } = await used()
    await tamper(store, await chain(store))
    expect(await api.checkAudit()).toMatchObject({ status: 'broken', atSequence })
  })

  it('cannot be forged without the engine’s key', async () => {
    const { store, engine } = await used()
    const forger = createAuditTrail({
      store,
      clock: { now: () => 0, monotonic: () => 0 },
      engine: { keyedDigest: async ({ text }) => `guess-${text.length}` },
    })
    const event = {
      action: 'verify',
      actor: 'x',
      subject: 's',
      outcome: 'accept',
      reasons: [],
      requestId: 'r',
    } as const
    await createRecordEditor(store).edit('default', [forger.appending('default', event)])
    const trail = createAuditTrail({ store, clock: { now: () => 0, monotonic: () => 0 }, engine })
    expect(await trail.check('default')).toMatchObject({ status: 'broken', atSequence: 6 })
  })

  it('is one chain, whoever writes: several processes at once', async () => {
    const { parts, engine } = harness()
    const { store, clock } = parts
    const trail = createAuditTrail({ store, clock, engine })
    const processes = Array.from({ length: 4 }, () => createRecordEditor(store))
    const event = {
      action: 'verify',
      actor: 'x',
      subject: 's',
      outcome: 'accept',
      reasons: [],
      requestId: 'r',
    } as const
    await Promise.all(
      processes.flatMap(({ edit }) =>
        [1, 2, 3, 4, 5].map(() => edit('default', [trail.appending('default', event)])),
      ),
    )
    expect(await trail.check('default')).toMatchObject({ status: 'intact', events: 20 })
  })
})

type Events = Awaited<ReturnType<typeof chain>>
