import type { Image } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { instrumentEdges } from './instrument-edges.js'

const SIDE = 256
const box = { x: 88, y: 88, width: 80, height: 80 }

/** Grey of 120, with whatever is drawn. */
function scene(level: (x: number, y: number) => number): Image {
  const data = new Uint8Array(SIDE * SIDE * 3)
  for (let i = 0; i < SIDE * SIDE; i++) {
    data.fill(level(i % SIDE, Math.floor(i / SIDE)), 3 * i, 3 * i + 3)
  }
  return { width: SIDE, height: SIDE, format: 'rgb8', data }
}
/** A dark bezel of 8 pixels, so far from the face's middle to each side, leaning by so much. */
const screen = (left: number, right: number, lean = 0) =>
  scene((x, y) => {
    const across = x - 128 - lean * (y - 128)
    const inBezel = (edge: number) => across > edge && across < edge + 8
    return inBezel(-left - 8) || inBezel(right) ? 20 : 120
  })

describe('instrument edges', () => {
  it('finds a bezel left and right of the face, upright or leaning', () => {
    // A step of 100 in luminance.
    for (const lean of [0, 0.1, -0.2]) expect(instrumentEdges(screen(80, 84, lean), box)).toBeGreaterThan(1.7)
  })

  it('needs both sides', () => {
    expect(instrumentEdges(screen(80, 1000), box)).toBe(0)
    expect(instrumentEdges(screen(1000, 80), box)).toBe(0)
  })

  it('needs edges that lean alike', () => {
    const wedge = scene((x, y) => (Math.abs(x - 128) > 80 + 0.25 * (y - 128) ? 20 : 120))
    expect(instrumentEdges(wedge, box)).toBeLessThan(1.2)
  })

  it('does not take hair beside the face, a soft background or the picture’s own border for one', () => {
    const hair = scene((x) => (Math.abs(x - 128) < 48 ? 20 : 120))
    const soft = scene((x) => 120 + 60 * Math.sin(x / 40))
    for (const image of [hair, soft]) expect(instrumentEdges(image, box)).toBeLessThan(1.2)
    const close = { x: 28, y: 28, width: 200, height: 200 }
    expect(
      instrumentEdges(
        scene(() => 200),
        close,
      ),
    ).toBe(0)
  })

  it('does not take a broken edge for one, as of a shelf with books', () => {
    const books = scene((x, y) => (Math.abs(x - 128) > 80 && Math.floor(y / 20) % 2 === 0 ? 20 : 120))
    expect(instrumentEdges(books, box)).toBe(0)
  })
})
