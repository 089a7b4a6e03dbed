import type { TemplateStore } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import type { Logger } from 'pino'
import { describe, expect, it } from 'vitest'
import { type ApiEvent, createApiKey } from '../src/index.js'
import { createPinoSink, createPrometheusSink } from '../src/node/index.js'
import { ALIKE, harness, pictures } from './api-harness.js'

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }
const ADDRESS = '203.0.113.7'

const alarmsOf = (events: readonly ApiEvent[]) =>
  events.flatMap((event) => (event.type === 'alarm' ? [event] : []))

/** The events of the audit chain, as they are stored. */
async function chain(store: TemplateStore): Promise<readonly Record<string, unknown>[]> {
  const { records } = await store.list({ collection: 'audit', tenantId: 'default', subject: 'chain' })
  return records.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>)
}

async function setting() {
  const key = await createApiKey({ id: 'bank', scopes: ['enroll', 'verify', 'admin'], random })
  const given = harness({ keys: [key.record] })
  const ask = (secret: string, path = '/users/ada', address = ADDRESS) =>
    given.api.fetch(
      new Request(`http://localhost${path}`, { headers: { authorization: `Bearer ${secret}` } }),
      { address },
    )
  const client = await given.engine.keyedDigest({ purpose: 'client', text: `address ${ADDRESS}` })
  return { ...given, ask, client, secret: key.secret }
}

describe('where a request came from', () => {
  it('is in the audit chain and in the log as a pseudonym, never as an address, with API keys too', async () => {
    const { ask, client, secret, parts, events, api } = await setting()
    await ask(secret)
    await ask('wrong')
    await ask(secret, '/nowhere')
    expect(events.map((event) => 'client' in event && event.client)).toEqual([client, client, client])
    expect(await chain(parts.store)).toMatchObject([{ action: 'read', actor: 'bank', client }])
    expect(await api.checkAudit()).toMatchObject({ status: 'intact' })
    const lines: object[] = []
    const write = (line: object) => void lines.push(line)
    const sink = createPinoSink({ info: write, warn: write, error: write } as Pick<
      Logger,
      'info' | 'warn' | 'error'
    >)
    for (const event of events) sink.emit(event)
    expect(lines).toMatchObject([{ client }, { client }, { client }])
    expect(JSON.stringify([lines, events, await chain(parts.store)])).not.toContain(ADDRESS)
  })

  it('is another in another tenant, and none where the adapter knows no address', async () => {
    const { engine, api, events, client } = await setting()
    const text = `address ${ADDRESS}`
    expect(await engine.keyedDigest({ purpose: 'client', text, tenantId: 'other' })).not.toBe(client)
    await api.fetch(new Request('http://localhost/users/ada'))
    expect(events.at(-1)).not.toHaveProperty('client')
  })

  it('holds up no refusal when it cannot be told', async () => {
    const { record } = await createApiKey({ id: 'bank', scopes: ['admin'], random })
    const { api, events } = harness(
      { keys: [record] },
      { engine: (engine) => ({ ...engine, keyedDigest: () => Promise.reject(new Error('no key')) }) },
    )
    expect((await api.fetch(new Request('http://localhost/users/ada'), { address: ADDRESS })).status).toBe(
      401,
    )
    expect(events.at(-1)).not.toHaveProperty('client')
  })
})

describe('a burst of refused keys', () => {
  it('from one client is an alarm, once a minute', async () => {
    const { ask, advance, client, events } = await setting()
    for (let i = 0; i < 19; i++) await ask('wrong')
    expect(alarmsOf(events)).toEqual([])
    for (let i = 0; i < 30; i++) await ask('wrong')
    expect(alarmsOf(events)).toMatchObject([{ kind: 'unauthenticated-burst', client }])
    advance(60_000)
    for (let i = 0; i < 19; i++) await ask('wrong')
    expect(alarmsOf(events)).toHaveLength(1)
    await ask('wrong')
    expect(alarmsOf(events)).toHaveLength(2)
  })

  it('from many clients together is one too, that names none', async () => {
    const { ask, events } = await setting()
    for (let i = 0; i < 100; i++) await ask('wrong', '/users/ada', `203.0.113.${i}`)
    const [alarm, ...others] = alarmsOf(events)
    expect(alarm).toMatchObject({ kind: 'unauthenticated-burst' })
    expect(alarm).not.toHaveProperty('client')
    expect(others).toEqual([])
  })

  it('is none when they come one at a time', async () => {
    const { ask, advance, events } = await setting()
    for (let i = 0; i < 60; i++) {
      await ask('wrong')
      advance(3200)
    }
    expect(alarmsOf(events)).toEqual([])
  })
})

describe('a template that does not open', () => {
  it('is an alarm, when somebody is verified and when the sweeper comes by', async () => {
    const store = createMemoryStore()
    const { send, enroll, api, events } = harness({ retention: { maxAgeDays: 1 } }, { store })
    await enroll('ada')
    const { records } = await store.list({ collection: 'templates', tenantId: 'default' })
    for (const { key, bytes, revision } of records) {
      const changed = Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte))
      await store.put(key, changed, { expectedRevision: revision })
    }
    const images = pictures(ALIKE)
    expect((await send('POST', '/verify', { user_id: 'ada', images })).status).toBe(500)
    expect(alarmsOf(events)).toMatchObject([{ kind: 'template-unreadable', tenantId: 'default' }])
    await expect(api.sweep({ dryRun: true })).rejects.toThrow()
    expect(alarmsOf(events)).toHaveLength(2)
  })
})

describe('the metrics', () => {
  it('have every kind of alarm from the start, so that the first one is an increase', async () => {
    const sink = createPrometheusSink({ processMetrics: false })
    const { body } = await sink.render()
    expect(body).toContain('faceward_alarms_total{tenant="default",kind="template-unreadable"} 0')
    expect(body).toContain('faceward_alarms_total{tenant="default",kind="unauthenticated-burst"} 0')
    sink.emit({ type: 'alarm', kind: 'unauthenticated-burst', requestId: 'a', tenantId: 'default' })
    expect((await sink.render()).body).toContain('kind="unauthenticated-burst"} 1')
  })
})
