import { createEngine } from '@faceward/core'
import type { RecordKey, TemplateStore } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { composition } from '../../../core/test/composition.js'
import { ALIKE, harness, picture, STRANGER } from '../../test/api-harness.js'
import { decodeJson, encodeJson } from './json-record.js'
import { createRecordEditor } from './record-editor.js'
import { createVouchedRecords } from './vouched-records.js'

const key: RecordKey = { collection: 'attempts', tenantId: 't', subject: 'ada', id: 'n' }

function vouched() {
  const parts = composition()
  const { store } = parts
  const records = createVouchedRecords({ store, engine: createEngine(parts) })
  const { edit } = createRecordEditor(store)
  return {
    store,
    records,
    put: (n: number, at = key) => edit('t', [records.edit<number>(at, () => ({ value: n }))]),
    bytesOf: async (at = key) => (await store.get(at))?.bytes as Uint8Array,
    edit,
  }
}

describe('a vouched record', () => {
  it('is read as it was written, whatever its revision', async () => {
    const { put, records, edit } = vouched()
    await put(1)
    await put(2)
    expect(await records.read(key)).toBe(2)
    const seen: unknown[] = []
    await edit('t', [records.edit(key, (found) => void seen.push(found))])
    expect(seen).toEqual([2])
    expect(await records.read({ ...key, id: 'other' })).toBeUndefined()
  })

  it.each<[string, (given: ReturnType<typeof vouched>) => Promise<void>]>([
    [
      'changed',
      async ({ store, bytesOf }) => {
        await store.put(key, encodeJson({ ...decodeJson<object>(await bytesOf()), value: 0 }))
      },
    ],
    ['that is no JSON', async ({ store }) => void (await store.put(key, Uint8Array.of(1, 2, 3)))],
    ['that is null', async ({ store }) => void (await store.put(key, encodeJson(null)))],
    ['without a MAC', async ({ store }) => void (await store.put(key, encodeJson({ value: 0 })))],
    [
      'of another subject',
      async ({ store, put, bytesOf }) => {
        const other = { ...key, subject: 'bo' }
        await put(0, other)
        await put(0, other)
        await store.put(key, await bytesOf(other))
      },
    ],
    [
      'set back to what it was under its present revision',
      async ({ store, put, bytesOf }) => {
        const earlier = await bytesOf()
        await put(7)
        await store.put(key, earlier)
      },
    ],
  ])('is refused when %s', async (_, tamper) => {
    const given = vouched()
    const { put, records, edit } = given
    await put(1)
    await tamper(given)
    const refused = { code: 'record-tampered' }
    await expect(records.read(key)).rejects.toMatchObject(refused)
    await expect(put(2)).rejects.toMatchObject(refused)
    await edit('t', [records.edit(key, () => undefined, { tampered: () => 'delete' })])
    expect(await records.read(key)).toBeUndefined()
  })
})

describe('whoever can write the store', () => {
  const changed = async (store: TemplateStore, record: RecordKey, change: (value: object) => object) => {
    const found = decodeJson<{ value: object }>((await store.get(record))?.bytes as Uint8Array)
    await store.put(record, encodeJson({ ...found, value: change(found.value) }))
  }
  const recordsOf = async (store: TemplateStore, collection: 'attempts' | 'challenges', subject: string) =>
    (await store.list({ collection, tenantId: 'default', subject })).records.map(({ key: at }) => at)

  async function locked() {
    const api = harness()
    await api.enroll('ada')
    for (let i = 0; i < 5; i++) await api.verify('ada', STRANGER)
    const subject = await api.engine.pseudonym({ subjectId: 'ada' })
    return { ...api, subject, store: api.parts.store }
  }
  const stopped = { status: 403, body: { code: 'record-tampered' } }

  it('resets no lockout: the user stays stopped, the operator is told, and unlocks', async () => {
    const { store, subject, verify, send, events } = await locked()
    const [counter] = await recordsOf(store, 'attempts', subject)
    await changed(store, counter as RecordKey, (value) => ({ ...value, failures: 0 }))
    expect(await verify('ada', ALIKE)).toMatchObject(stopped)
    expect(await send('POST', '/challenges', { user_id: 'ada' })).toMatchObject(stopped)
    expect(events.some((event) => event.type === 'alarm' && event.kind === 'record-tampered')).toBe(true)
    expect((await send('POST', '/users/ada/unlock')).body).toEqual({ unlocked: true })
    expect((await verify('ada', ALIKE)).body.decision).toBe('accept')
  })

  it('moves no counter to another user, and empties no bucket', async () => {
    const { store, subject, engine, verify } = await locked()
    await verify('bo', STRANGER)
    const other = await engine.pseudonym({ subjectId: 'bo' })
    const [from] = await recordsOf(store, 'attempts', other)
    const [to] = await recordsOf(store, 'attempts', subject)
    await store.put(to as RecordKey, (await store.get(from as RecordKey))?.bytes as Uint8Array)
    expect(await verify('ada', ALIKE)).toMatchObject(stopped)
    const [bucket] = await recordsOf(store, 'attempts', 'tenant.all')
    await changed(store, bucket as RecordKey, () => ({ fullAtMs: 0 }))
    expect(await verify('bo', STRANGER)).toMatchObject(stopped)
  })

  it('lengthens no challenge, nor chooses what it asks', async () => {
    const { send, enroll, engine, parts, advance } = harness()
    await enroll('ada')
    const subject = await engine.pseudonym({ subjectId: 'ada' })
    for (const change of [{ expiresAtMs: Date.UTC(2030, 0, 1) }, { actions: ['smile'] }]) {
      const { challenge_id } = (await send('POST', '/challenges', { user_id: 'ada' })).body
      const at = (await recordsOf(parts.store, 'challenges', subject)).find(({ id }) => id === challenge_id)
      await changed(parts.store, at as RecordKey, (value) => ({ ...value, ...change }))
      const answer = { user_id: 'ada', challenge_id, frames: [{ image: picture(), captured_at: 0 }] }
      expect(await send('POST', '/verify', answer)).toMatchObject(stopped)
      advance(1)
    }
  })
})
