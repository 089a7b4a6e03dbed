import type { Image } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HASH_BITS, hammingDistance, perceptualHash } from './perceptual-hash.js'

const SIDE = 192

/** A picture of soft blobs, as faces and rooms are: neither flat nor noise. */
function scene(blobs: readonly { x: number; y: number; size: number; light: number }[]): Image {
  const data = new Uint8Array(SIDE * SIDE)
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const sum = blobs.reduce(
        (light, blob) =>
          light + blob.light * Math.exp(-((x - blob.x) ** 2 + (y - blob.y) ** 2) / blob.size ** 2),
        100 + 0.2 * x,
      )
      data[y * SIDE + x] = Math.max(0, Math.min(255, sum))
    }
  }
  return { width: SIDE, height: SIDE, format: 'gray8', data }
}

const anyScene = fc
  .array(
    fc.record({
      x: fc.integer({ min: 0, max: SIDE }),
      y: fc.integer({ min: 0, max: SIDE }),
      size: fc.integer({ min: 15, max: 60 }),
      light: fc.constantFrom(-90, -60, 60, 90),
    }),
    { minLength: 8, maxLength: 12 },
  )
  .map(scene)

const distance = (one: Image, other: Image) => hammingDistance(perceptualHash(one), perceptualHash(other))
const NEAR = HASH_BITS * 0.02

describe('perceptualHash', () => {
  it('is the same for the same pixels', () => {
    for (const image of fc.sample(anyScene, { numRuns: 20, seed: 7 })) {
      expect(distance(image, { ...image, data: image.data.slice() })).toBe(0)
    }
  })

  it('is far for another picture', () => {
    const pictures = fc.sample(anyScene, { numRuns: 20, seed: 8 })
    for (const [index, image] of pictures.entries()) {
      const other = pictures[(index + 1) % pictures.length] as Image
      expect(distance(image, other)).toBeGreaterThan(4 * NEAR)
    }
  })

  it('is the same in grey, in colour, and with an alpha channel', () => {
    const [image] = fc.sample(anyScene, { numRuns: 1, seed: 9 }) as [Image]
    const spread = (channels: number) =>
      Uint8Array.from({ length: SIDE * SIDE * channels }, (_, i) =>
        i % channels === 3 ? 255 : (image.data[Math.floor(i / channels)] as number),
      )
    expect(distance(image, { ...image, format: 'rgb8', data: spread(3) })).toBeLessThanOrEqual(2)
    expect(distance(image, { ...image, format: 'rgba8', data: spread(4) })).toBeLessThanOrEqual(2)
  })

  it('takes pictures smaller than its grid', () => {
    const tiny: Image = { width: 1, height: 1, format: 'gray8', data: Uint8Array.of(7) }
    expect(perceptualHash(tiny)).toHaveLength(HASH_BITS / 32)
  })
})

describe('hammingDistance', () => {
  const word = fc.integer({ min: 0, max: 0xffff_ffff })

  it('counts the bits in which two hashes differ', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        const bits = (one ^ other) >>> 0
        expect(hammingDistance(Uint32Array.of(one), Uint32Array.of(other))).toBe(
          bits.toString(2).replaceAll('0', '').length,
        )
      }),
    )
  })
})
