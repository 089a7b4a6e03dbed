import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { openApiKeyFile } from './api-key-file.js'

const entry = (id: string, digit: string) => `${id}:${digit.repeat(64)}:verify`

it.each([
  [5000, {}],
  [70, { everyMs: 70 }],
])('is looked at every %i ms, and no more once it is closed', async (everyMs, options) => {
  const folder = await mkdtemp(join(tmpdir(), 'faceward-keys-'))
  const path = join(folder, 'keys')
  await writeFile(path, entry('a', '1'))
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const state = { changes: 0 }
    const change = () => state.changes++
    const file = await openApiKeyFile({ path, pause: async () => {}, onChange: change, ...options })
    await writeFile(path, entry('b', '2'))
    vi.advanceTimersByTime(everyMs - 1)
    expect([state.changes, file.current()[0]?.id]).toEqual([0, 'a'])
    vi.advanceTimersByTime(1)
    while (state.changes === 0) await new Promise((resolve) => setImmediate(resolve))
    expect(file.current().map(({ id }) => id)).toEqual(['b'])
    file.close()
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
    await rm(folder, { recursive: true })
  }
})

it('that is never the same twice is read ten times, and then left until the next look', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'faceward-keys-'))
  const path = join(folder, 'keys')
  await writeFile(path, entry('a', '1'))
  const state = { pauses: 0 }
  const pause = async () => {
    state.pauses++
    if (state.pauses > 1) await writeFile(path, entry(`k${state.pauses}`, '2'))
  }
  const file = await openApiKeyFile({ path, everyMs: 2 ** 30, pause })
  expect(state.pauses).toBe(1)
  await writeFile(path, entry('b', '3'))
  await file.refresh()
  expect([state.pauses, file.current()[0]?.id]).toEqual([10, 'a'])
  file.close()
  await rm(folder, { recursive: true })
})
