import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { picture, sampleOf } from '../../test/synthetic-samples.js'
import { type FaceTexture, faceTexture } from './texture/face-texture.js'
import type { TextureModel } from './texture/texture-model.js'
import { createTextureCue } from './texture-cue.js'

const all = (value: number) => ({
  detail: value,
  slopeFine: value,
  slopeCoarse: value,
  peak: value,
  chromaSpread: value,
  saturation: value,
  dark: value,
  bright: value,
  gloss: value,
  edges: value,
})
/** A model that looks at detail alone: half at a log ratio of -1.75. */
const detailModel: TextureModel = {
  id: 'test',
  means: { ...all(0), detail: -1.75 },
  scales: all(1),
  weights: { ...all(0), detail: 6 },
  bias: 0,
  provenance: 'made up for tests',
}
const cue = createTextureCue({ model: detailModel })
const judge = async (image: Parameters<typeof sampleOf>[0]) => {
  const result = await cue.evaluate({ samples: [sampleOf(image)] })
  if (result.status !== 'scored') throw new Error(result.reason)
  return result.score
}
const measure = (image: Parameters<typeof sampleOf>[0]) => faceTexture(sampleOf(image)) as FaceTexture

describe('texture cue', () => {
  it('passes detail and refuses what is blurred out', async () => {
    expect(await judge(picture({ side: 160, detail: 60 }))).toBeGreaterThan(0.9)
    expect(await judge(picture({ side: 160, detail: 0 }))).toBeLessThan(0.1)
  })

  it('scores more detail never lower', async () => {
    const level = fc.integer({ min: 0, max: 80 })
    await fc.assert(
      fc.asyncProperty(level, level, async (one, other) => {
        const low = await judge(picture({ side: 100, detail: Math.min(one, other) }))
        const high = await judge(picture({ side: 100, detail: Math.max(one, other) }))
        expect(high).toBeGreaterThanOrEqual(low - 0.02)
      }),
      { numRuns: 20 },
    )
  })

  it('judges each frame by itself and leaves out those it cannot judge', async () => {
    const samples = [
      picture({ side: 160, detail: 60 }),
      picture({ side: 60, detail: 60 }),
      picture({ side: 160, detail: 0 }),
    ]
    const result = await cue.evaluate({ samples: samples.map((image) => sampleOf(image)) })
    if (result.status !== 'scored') throw new Error('expected a score')
    const passed = result.frameScores?.map((score) => (score === undefined ? undefined : score > 0.5))
    expect(passed).toEqual([true, undefined, false])
  })

  it('looks at no more frames than it is told, spread over all', async () => {
    const samples = Array.from({ length: 20 }, () => sampleOf(picture({ side: 100, detail: 40 })))
    const result = await createTextureCue({ model: detailModel, maximumFrames: 4 }).evaluate({ samples })
    if (result.status !== 'scored') throw new Error('expected a score')
    expect(result.frameScores?.flatMap((score, i) => (score === undefined ? [] : [i]))).toEqual([
      2, 7, 12, 17,
    ])
  })

  it('puts the threshold where it is told', async () => {
    const image = sampleOf(picture({ side: 160, detail: 12 }))
    const strict = createTextureCue({ model: detailModel, spoofThreshold: 0.95 })
    const [plain, stricter] = await Promise.all(
      [cue, strict].map((one) => one.evaluate({ samples: [image] })),
    )
    if (plain?.status !== 'scored' || stricter?.status !== 'scored') throw new Error('expected scores')
    expect(stricter.score).toBeLessThan(plain.score)
  })
})

describe('face texture', () => {
  const grid = (contrast: number) => {
    const image = picture({ side: 160, detail: 20 })
    for (let i = 0; i < image.data.length; i++) {
      const x = Math.floor(i / 3) % 160
      const y = Math.floor(i / 480)
      image.data[i] = Math.max(0, Math.min(255, image.data[i]! + contrast * Math.cos(1.9 * x + 1.1 * y)))
    }
    return image
  }

  it('finds a screen’s moire, and stronger moire more', () => {
    const peaks = [0, 6, 15].map((contrast) => measure(grid(contrast)).peak)
    expect(peaks[1]).toBeGreaterThan(peaks[0]! + 0.2)
    expect(peaks[2]).toBeGreaterThan(peaks[1]!)
  })

  it('does not take the blocks of JPEG for moire', () => {
    const image = picture({ side: 160, detail: 20 })
    for (let i = 0; i < image.data.length; i++) {
      if (Math.floor(i / 3) % 8 === 0) image.data[i] = Math.min(255, image.data[i]! + 12)
    }
    expect(measure(image).peak).toBeLessThan(measure(picture({ side: 160, detail: 20 })).peak + 0.15)
  })

  it('measures saturation and gloss', () => {
    const grey = picture({ side: 160, detail: 20, brightness: 150 })
    const red = { ...grey, data: grey.data.map((value, i) => (i % 3 === 0 ? value : value * 0.6)) }
    expect(measure(red).saturation).toBeGreaterThan(measure(grey).saturation + 0.3)
    const bright = { ...grey, data: grey.data.map((value) => Math.min(255, value + 90)) }
    expect(measure(bright).gloss).toBeGreaterThan(0.3)
    expect(measure(grey).gloss).toBeLessThan(0.05)
  })

  it('is the same for a picture with an alpha channel', () => {
    const rgb = picture({ side: 120, detail: 20 })
    const data = new Uint8Array(120 * 120 * 4).fill(255)
    for (let i = 0; i < 120 * 120; i++) data.set(rgb.data.subarray(3 * i, 3 * i + 3), 4 * i)
    expect(measure({ ...rgb, format: 'rgba8', data })).toEqual(measure(rgb))
  })
})
