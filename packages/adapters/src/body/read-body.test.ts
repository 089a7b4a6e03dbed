import { expect, it, vi } from 'vitest'
import { readBody } from './read-body.js'

it('a body that was read, or was not, leaves nothing on the signal of the server that is told to stop', async () => {
  const { signal } = new AbortController()
  const added = vi.spyOn(signal, 'addEventListener')
  const removed = vi.spyOn(signal, 'removeEventListener')
  const limits = {
    limitBytes: 100,
    pace: { graceMs: 60_000, bytesPerSecond: 1, clock: { now: () => 0, monotonic: () => 0 } },
    mayGrow: () => true,
    signal,
  } as unknown as Parameters<typeof readBody>[1]
  const request = (length: number) =>
    new Request('http://localhost/', { method: 'POST', body: 'x'.repeat(length) })
  expect(await readBody(request(5), limits)).toHaveLength(5)
  await expect(readBody(request(101), limits)).rejects.toHaveProperty('code', 'body-too-large')
  expect(added.mock.calls.map(([, listener]) => listener)).toEqual(
    removed.mock.calls.map(([, listener]) => listener),
  )
  expect(added.mock.calls.length).toBeGreaterThan(0)
})
