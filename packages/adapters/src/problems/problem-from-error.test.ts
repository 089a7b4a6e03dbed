import { StorageError, type TemplateStore } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { expect, it } from 'vitest'
import { harness } from '../../test/api-harness.js'
import { problemFromError } from './problem-from-error.js'

const OUT = ['unavailable', 'full', 'permission-denied', 'corrupt-store'] as const

/** A store that can be filled up. */
function fillable(): { readonly store: TemplateStore; readonly state: { isFull: boolean } } {
  const memory = createMemoryStore()
  const state = { isFull: false }
  const full = () => new StorageError('There is no room for the record.', { code: 'full' })
  const refuse = async () => {
    if (state.isFull) throw full()
  }
  const store: TemplateStore = {
    ...memory,
    put: async (...args) => refuse().then(() => memory.put(...args)),
    write: async (...args) => refuse().then(() => memory.write(...args)),
    health: async (...args) =>
      state.isFull ? { status: 'failing', detail: full().message } : memory.health(...args),
  }
  return { store, state }
}

it('answers 503, to be tried again later, while the store is out, whatever keeps it', () => {
  for (const code of OUT) {
    const { status, details } = problemFromError(new StorageError('no', { code }))
    expect([code, status, details.retryAfterSeconds]).toEqual([code, 503, 5])
  }
  expect(problemFromError(new StorageError('no', { code: 'invalid-key' })).status).toBe(500)
})

it('says of a full store 503, tells the operator why, and is not ready until it has room', async () => {
  const { store, state } = fillable()
  const { send, enroll, events } = harness({}, { store })
  expect((await enroll('ada')).status).toBe(200)
  expect((await send('GET', '/readyz')).status).toBe(200)
  state.isFull = true
  const refused = await enroll('bob')
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toBe('5')
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'failure', name: 'StorageError', code: 'full' }),
  )
  const ready = await send('GET', '/readyz')
  expect([ready.status, ready.body.parts.store]).toEqual([
    503,
    { status: 'failing', detail: 'There is no room for the record.' },
  ])
  state.isFull = false
  expect((await send('GET', '/readyz')).status).toBe(200)
  expect((await enroll('bob')).status).toBe(200)
})
