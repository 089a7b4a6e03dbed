import type { Image } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createReplayWindow } from './replay-window.js'

const MINUTE_MS = 60_000

/** A picture of 33 x 16 cells, each brighter than its right neighbour or not as the seed has it; the first few otherwise. */
function picture(seed: number, otherwise = 0): Image {
  const data = new Uint8Array(33 * 16)
  let state = seed
  for (let row = 0; row < 16; row++) {
    data[row * 33] = 128
    for (let column = 0; column < 32; column++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      const falls = state >>> 31 === (row * 32 + column < otherwise ? 0 : 1)
      data[row * 33 + column + 1] = data[row * 33 + column]! + (falls ? -1 : 1)
    }
  }
  return { width: 33, height: 16, format: 'gray8', data }
}

function window() {
  const time = { now: 1_000_000 }
  const replays = createReplayWindow({ clock: { now: () => time.now, monotonic: () => time.now } })
  const request = (images: readonly Image[], tenantId = 'a') => {
    const watch = replays.watch(tenantId)
    const seen = images.map((image) => watch.see(image))
    watch.remember()
    return { seen, replayed: watch.replayed }
  }
  return {
    request,
    replays,
    advance: (ms: number) => {
      time.now += ms
    },
  }
}

describe('a replay window', () => {
  it('knows pictures of earlier requests, each by itself', () => {
    const { request } = window()
    expect(request([picture(1), picture(2)])).toEqual({ seen: [false, false], replayed: 0 })
    expect(request([picture(3), picture(2), picture(1)])).toEqual({ seen: [false, true, true], replayed: 2 })
  })

  it('takes no frame of one request for a replay of another of it: who holds still repeats himself', () => {
    const { request } = window()
    expect(request([picture(1), picture(1)]).replayed).toBe(0)
  })

  it('knows nothing of other tenants', () => {
    const { request } = window()
    request([picture(1)], 'a')
    expect(request([picture(1)], 'b').replayed).toBe(0)
    expect(request([picture(1)], 'a').replayed).toBe(1)
  })

  it('knows a picture that differs in 2 % of the bits of its hash, and none that differs in more', () => {
    const { request } = window()
    request([picture(1)])
    expect(request([picture(1, 10)]).replayed).toBe(1)
    const other = window()
    other.request([picture(1)])
    expect(other.request([picture(1, 11)]).replayed).toBe(0)
  })

  it('forgets after a quarter of an hour, and remembers until then', () => {
    const { request, advance } = window()
    request([picture(1)])
    advance(15 * MINUTE_MS)
    expect(request([picture(1)]).replayed).toBe(1)
    const later = window()
    later.request([picture(1)])
    later.advance(15 * MINUTE_MS + 1)
    expect(later.request([picture(1)]).replayed).toBe(0)
  })

  it('remembers nothing of a request that was not told to be remembered', () => {
    const { replays, request } = window()
    replays.watch('a').see(picture(1))
    expect(request([picture(1)]).replayed).toBe(0)
  })

  it('holds the last 5,000 frames and no more', () => {
    const { request } = window()
    request([picture(1)])
    request([picture(2)])
    const filler = picture(99)
    request(Array.from({ length: 4999 }, () => filler))
    expect(request([picture(1), picture(2)]).seen).toEqual([false, true])
  })
})
