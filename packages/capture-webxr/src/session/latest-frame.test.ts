import type { Frame } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createLatestFrame } from './latest-frame.js'

const frame = (sequence: number) => ({ sequence }) as Frame

describe('createLatestFrame', () => {
  it('gives the newest frame and drops what nobody took', async () => {
    const latest = createLatestFrame()
    latest.put(frame(0))
    latest.put(frame(1))
    expect((await latest.next())?.sequence).toBe(1)
    const waiting = latest.next()
    latest.put(frame(2))
    expect((await waiting)?.sequence).toBe(2)
  })

  it('wakes who waits at the end, and tells of a failure', async () => {
    const ended = createLatestFrame()
    const waiting = ended.next()
    ended.end()
    expect(await waiting).toBeUndefined()
    const failed = createLatestFrame()
    const told = failed.next()
    failed.end(new Error('unplugged'))
    await expect(told).rejects.toThrow('unplugged')
  })
})
