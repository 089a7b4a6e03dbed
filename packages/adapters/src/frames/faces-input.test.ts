import { type DepthMap, type Image, ImageDecodeError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../problems/problem.js'
import { perceptualHash } from '../replay/perceptual-hash.js'
import {
  decodeFrames,
  type EncodedFrame,
  encodedFrames,
  type FrameDecoding,
  pixelsOf,
} from './faces-input.js'

const image: Image = { width: 4, height: 3, format: 'gray8', data: new Uint8Array(12) }
const depth = {
  width: 2,
  height: 2,
  data: new Float32Array(4),
  registeredToColor: true,
  provenance: { kind: 'sensed', method: 'lidar', trust: 'declared' },
} as unknown as DepthMap
const bytes = (...values: number[]) => Uint8Array.from(values)

const decoding = (more: Partial<FrameDecoding> = {}): FrameDecoding => ({
  decodeImage: { decode: async () => image },
  decodeDepth: {
    decode: async () => ({ depth, lagMs: 7 }),
    decodePacket: async () => ({ image, depth }),
  } as unknown as FrameDecoding['decodeDepth'],
  maximumPixels: 1000,
  signal: new AbortController().signal,
  nonce: 'challenge',
  onImage: () => {},
  ...more,
})
async function decoded(frames: readonly EncodedFrame[], more: Partial<FrameDecoding> = {}) {
  const all = []
  for await (const frame of decodeFrames(frames, decoding(more))) all.push(frame)
  return all
}
const problemOf = async (frames: readonly EncodedFrame[], more: Partial<FrameDecoding> = {}) =>
  decoded(frames, more).then(
    () => 'fine',
    ({ code, details, message }: Problem) =>
      [code ?? message, details?.issues?.[0]?.path].filter(Boolean).join(' '),
  )

describe('pictures of a request', () => {
  it('are bytes or base64, each named where it is none', () => {
    expect(encodedFrames({ images: ['AQI=', bytes(3)] })).toEqual([
      { image: bytes(1, 2) },
      { image: bytes(3) },
    ])
    expect(encodedFrames({})).toEqual([])
    const frames = encodedFrames({
      frames: [
        { image: 'AQ==', captured_at: 5 },
        { packet: 'Ag==', captured_at: 6 },
        { image: 'AQ==', captured_at: 7, depth: { data: 'Aw==', format: 'z16' } },
      ],
    } as never)
    expect(frames).toEqual([
      { image: bytes(1), capturedAtMs: 5 },
      { packet: bytes(2), capturedAtMs: 6 },
      { image: bytes(1), capturedAtMs: 7, depth: { bytes: bytes(3), format: 'z16' } },
    ])
    const pathOf = (given: object) => {
      try {
        encodedFrames(given as never)
      } catch (error) {
        return (error as Problem).details.issues?.[0]?.path
      }
      return undefined
    }
    expect(pathOf({ images: ['AQ==', '*'] })).toBe('images.1')
    expect(pathOf({ frames: [{ image: '*' }] })).toBe('frames.0.image')
    expect(pathOf({ frames: [{ packet: '*' }] })).toBe('frames.0.packet')
    expect(pathOf({ frames: [{ image: 'AQ==', depth: { data: '*' } }] })).toBe('frames.0.depth.data')
    expect(pathOf({ frames: [{}] })).toBe('frames.0.image')
  })

  it('become frames of stills or of a stream, in order, with depth at its own time', async () => {
    const [still] = await decoded([{ image: bytes(1) }])
    expect(still).toEqual({ image, timestampMs: 0, sequence: 0, source: { id: 'upload', kind: 'still' } })
    const [first, second] = await decoded([
      { image: bytes(1), capturedAtMs: 0 },
      { image: bytes(1), capturedAtMs: 40, depth: { bytes: bytes(2) } as never },
    ])
    expect(first).toMatchObject({ timestampMs: 0, sequence: 0, source: { kind: 'stream' } })
    expect(second).toMatchObject({ timestampMs: 40, sequence: 1, depth: { timestampMs: 47 } })
    const [packet] = await decoded([{ packet: bytes(1), capturedAtMs: 9 }])
    expect(packet?.depth).not.toHaveProperty('timestampMs')
    expect(packet?.source).not.toHaveProperty('recorded')
  })

  it('of a recording say so', async () => {
    const recorded = { ...depth, provenance: { ...depth.provenance, recorded: true } }
    const decodeDepth = { decodePacket: async () => ({ image, depth: recorded }) } as never
    const [packet] = await decoded([{ packet: bytes(1), capturedAtMs: 9 }], { decodeDepth })
    expect(packet?.source).toMatchObject({ recorded: true })
  })

  it('have so many pixels together, depth among them', async () => {
    const two: EncodedFrame[] = [{ image: bytes(1) }, { image: bytes(1) }]
    expect([24, 23].map((maximumPixels) => problemOf(two, { maximumPixels }))).toHaveLength(2)
    expect(await problemOf(two, { maximumPixels: 24 })).toBe('fine')
    expect(await problemOf(two, { maximumPixels: 23 })).toBe('too-many-pixels')
    const deep: EncodedFrame[] = [{ packet: bytes(1) }]
    expect(await problemOf(deep, { maximumPixels: 16 })).toBe('fine')
    expect(await problemOf(deep, { maximumPixels: 15 })).toBe('too-many-pixels')
    expect(pixelsOf([{ image }, { image, depth }])).toBe(28)
  })

  it('that do not decode are named, and told from those that cost too much', async () => {
    const failing = (code: 'unsupported-type' | 'too-costly') => ({
      decodeImage: {
        decode: async (given: Uint8Array) => {
          if (given[0] === 9) throw new ImageDecodeError('No.', { code })
          return image
        },
      },
    })
    const frames: EncodedFrame[] = [{ image: bytes(1) }, { image: bytes(9) }]
    expect(await problemOf(frames, failing('unsupported-type'))).toBe('invalid-image 1.image')
    expect(await problemOf(frames, failing('too-costly'))).toBe('image-too-costly 1.image')
    const broken = { decodeImage: { decode: () => Promise.reject(new Error('broken')) } }
    expect(await problemOf(frames, broken)).toBe('broken')
  })

  it('with depth are refused where nobody reads depth', async () => {
    const frames: EncodedFrame[] = [{ image: bytes(1), capturedAtMs: 0, depth: { bytes: bytes(2) } as never }]
    expect(await problemOf(frames, { decodeDepth: undefined })).toBe('invalid-request')
    expect(await problemOf([{ packet: bytes(1) }], { decodeDepth: undefined })).toBe('invalid-request')
  })

  it('are decoded with the challenge and the signal, and no further once it is aborted', async () => {
    const calls: unknown[] = []
    const controller = new AbortController()
    const decodeDepth = {
      decodePacket: async (_: Uint8Array, call: unknown) => {
        calls.push(call)
        return { image, depth }
      },
    } as never
    const packets: EncodedFrame[] = [{ packet: bytes(1) }, { packet: bytes(2) }]
    const onImage = () => controller.abort(new Error('left'))
    expect(await problemOf(packets, { decodeDepth, signal: controller.signal, onImage })).toBe('left')
    expect(calls).toEqual([{ signal: controller.signal, nonce: 'challenge' }])
    await decoded([{ packet: bytes(1) }], { decodeDepth, nonce: undefined })
    expect(calls[1]).not.toHaveProperty('nonce')
  })
})

describe('the perceptual hash', () => {
  /** 33 x 16 cells of so many pixels each, all alike within a cell. */
  const cells = (
    pixels: number,
    of: (column: number, row: number) => number,
    format: Image['format'] = 'gray8',
  ): Image => {
    const [width, height] = [33 * pixels, 16 * pixels]
    const channels = { gray8: 1, rgb8: 3, rgba8: 4 }[format]
    const data = new Uint8Array(width * height * channels)
    for (let i = 0; i < width * height; i++) {
      const value = of(Math.floor((i % width) / pixels), Math.floor(i / width / pixels))
      for (let c = 0; c < channels; c++) data[i * channels + c] = c === 3 ? 255 : value
    }
    return { width, height, format, data }
  }
  const pattern = (column: number, row: number) =>
    40 + ((column * 37 + row * 91 + ((column * row) % 7) * 29) % 180)
  /** By its definition: a bit for each cell that is brighter than its right neighbour. */
  const expected = Uint32Array.from({ length: 16 }, (_, row) =>
    Array.from({ length: 32 }, (_, column) =>
      pattern(column, row) > pattern(column + 1, row) ? 2 ** column : 0,
    ).reduce((sum, bit) => sum + bit, 0),
  )

  it.each([1, 2, 9, 20])('of cells of %i pixels is whether each is brighter than the next', (pixels) => {
    for (const format of ['gray8', 'rgb8', 'rgba8'] as const)
      expect(perceptualHash(cells(pixels, pattern, format))).toEqual(expected)
  })

  it('weighs colours as the eye does: green most, then red, then blue', () => {
    const colours = [
      [0, 100, 0],
      [180, 0, 0],
      [0, 0, 255],
      [0, 40, 0],
      [90, 0, 0],
    ] as const
    // Rec. 601: 58.7, 53.8, 29.1, 23.5, 26.9 and so on.
    const data = new Uint8Array(33 * 16 * 3)
    for (let i = 0; i < 33 * 16; i++) data.set(colours[(i % 33) % 5]!, 3 * i)
    const bits = Array.from({ length: 32 }, (_, column) => [1, 1, 1, 0, 0][column % 5]!).reduce(
      (sum: number, bit, at) => sum + bit * 2 ** at,
      0,
    )
    expect(perceptualHash({ width: 33, height: 16, format: 'rgb8', data })[0]).toBe(bits)
  })
})
