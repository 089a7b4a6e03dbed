import { StorageError } from '@faceward/spec'
import { expect, it } from 'vitest'
import { createStoreProbe } from './store-probe.js'

function trial() {
  const state = { nowMs: 0, tried: [] as string[], isFull: false }
  const probe = createStoreProbe({ now: () => state.nowMs })
  const full = () => new StorageError('There is no room.', { code: 'full' })
  const health = async () => {
    const { status, detail } = await probe.health({
      read: async () => {
        state.tried.push('read')
      },
      write: async () => {
        state.tried.push('write')
        if (state.isFull) throw full()
      },
    })
    return detail ?? status
  }
  return { state, probe, full, health }
}

it('writes first, then every ten seconds, and reads in between', async () => {
  const { state, health } = trial()
  for (const nowMs of [0, 5000, 9999, 10_000, 15_000, 20_000, 0]) {
    state.nowMs = nowMs
    expect(await health()).toBe('ok')
  }
  expect(state.tried.join()).toBe('write,read,read,write,read,write,write')
})

it('writes after a failure until a write works again', async () => {
  const { state, probe, full, health } = trial()
  expect(await health()).toBe('ok')
  state.isFull = true
  expect(await health()).toBe('ok')
  probe.note(full())
  expect(await health()).toBe('There is no room.')
  expect(await health()).toBe('There is no room.')
  state.isFull = false
  expect(await health()).toBe('ok')
  expect(await health()).toBe('ok')
  expect(state.tried.join()).toBe('write,read,write,write,write,read')
})

it('holds nothing against a store that a caller asked for wrongly', async () => {
  const { state, probe, health } = trial()
  await health()
  for (const code of ['conflict', 'invalid-key'] as const) probe.note(new StorageError('no', { code }))
  probe.note(new Error('aborted'))
  await health()
  expect(state.tried.join()).toBe('write,read')
})
