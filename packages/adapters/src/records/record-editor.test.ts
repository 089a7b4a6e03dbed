import { type CallOptions, type RecordKey, StorageError, type TemplateStore } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { expect, it } from 'vitest'
import { createKeyedQueue } from './keyed-queue.js'
import { createRecordEditor, type Edit } from './record-editor.js'

const key: RecordKey = { collection: 'attempts', tenantId: 't', subject: 's', id: 'a' }
/** Puts one byte more than was found. */
const addingTo = (of: RecordKey): Edit => ({
  key: of,
  changes: async (found) => [
    {
      key: of,
      bytes: new Uint8Array((found?.bytes.length ?? 0) + 1),
      expectedRevision: found?.revision ?? 0,
    },
  ],
})
const adding = addingTo(key)

/** A store that says so many times that somebody came in between, and fails otherwise when told to. */
function contested(conflicts: number, then?: Error) {
  const store = createMemoryStore()
  const state = { tries: 0, signals: [] as unknown[] }
  const note = (call?: CallOptions) => state.signals.push(call?.signal)
  const watched: TemplateStore = {
    ...store,
    get(asked, call) {
      note(call)
      return store.get(asked, call)
    },
    async write(changes, call) {
      note(call)
      if (state.tries++ < conflicts) throw new StorageError('in between', { code: 'conflict' })
      if (then !== undefined) throw then
      return store.write(changes, call)
    },
  }
  return { store: watched, state }
}

it('tries again when others come in between, a hundred times, and then says to come back', async () => {
  const last = contested(99)
  await createRecordEditor(last.store).edit('t', [adding])
  expect([last.state.tries, (await last.store.get(key))?.bytes.length]).toEqual([100, 1])
  const never = contested(Number.POSITIVE_INFINITY)
  await expect(createRecordEditor(never.store).edit('t', [adding])).rejects.toMatchObject({
    code: 'unavailable',
    retryable: true,
  })
  expect(never.state.tries).toBe(100)
})

it('tries once where the store fails, writes nothing for nothing, and hands its signal on', async () => {
  const full = new StorageError('full', { code: 'full' })
  const failing = contested(0, full)
  const { signal } = new AbortController()
  await expect(createRecordEditor(failing.store).edit('t', [adding], { signal })).rejects.toBe(full)
  expect(failing.state).toEqual({ tries: 1, signals: [signal, signal] })
  const quiet = contested(0)
  const editor = createRecordEditor(quiet.store)
  await editor.edit('t', [])
  await editor.edit('t', [{ key, changes: async () => [] }])
  expect(quiet.state.tries).toBe(0)
})

it('lets nobody in the process between edits that go along with other work, and all others on', async () => {
  const store = createMemoryStore()
  const { edit, beside } = createRecordEditor(store)
  const order: string[] = []
  const gate: { open: () => void } = { open: () => {} }
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve
  })
  const working = beside('t', async (changes) => {
    await store.write(await changes([adding]))
    await opened
    order.push('beside')
    await store.write(await changes([adding]))
    return 'done'
  })
  const other = edit('u', [addingTo({ ...key, tenantId: 'u' })]).then(() => order.push('other tenant'))
  while ((await store.get(key)) === undefined) await new Promise((resolve) => setImmediate(resolve))
  const same = edit('t', [adding]).then(() => order.push('same tenant'))
  await other
  gate.open()
  expect(await working).toBe('done')
  await same
  expect(order).toEqual(['other tenant', 'beside', 'same tenant'])
  expect((await store.get(key))?.bytes).toHaveLength(3)
})

it('goes on after work that fails', async () => {
  const inOrder = createKeyedQueue()
  const failing = inOrder('a', () => Promise.reject(new Error('broken')))
  const next = inOrder('a', async () => 'next')
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('next')
  const { edit, beside } = createRecordEditor(createMemoryStore())
  const work = async (changes: (edits: readonly Edit[]) => Promise<unknown>) => {
    await changes([adding])
    throw new Error('broken')
  }
  await expect(beside('t', work)).rejects.toThrow('broken')
  await edit('t', [adding])
})
