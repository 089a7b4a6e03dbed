import { encodeFrame } from '@faceward/capture-mobile'
import type { Frame } from '@faceward/spec'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createDepthDecoder } from './depth-decoder.js'
import { createSharpDecoder } from './sharp-decoder.js'

const decoder = createDepthDecoder({ decodeImage: createSharpDecoder() })
const declared = { unit_mm: 1, registered: true, method: 'unknown' } as const
const intrinsics = { focal_x: 9, focal_y: 9, principal_x: 4, principal_y: 3 }
const camera = { width: 8, height: 6, focalX: 9, focalY: 9, principalX: 4, principalY: 3 }
const frame: Frame = {
  image: { width: 8, height: 6, format: 'rgb8', data: new Uint8Array(144).fill(99) },
  depth: {
    width: 8,
    height: 6,
    data: new Float32Array(48).fill(0.5),
    intrinsics: camera,
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'unknown', trust: 'declared', accuracy: 'absolute' },
  },
  timestampMs: 0,
  sequence: 0,
  source: { id: 'phone', kind: 'stream' },
}

describe('createDepthDecoder', () => {
  it('reads the same map from a PNG and from a packet', async () => {
    const raw = { width: 8, height: 6, channels: 1 } as const
    const png = await sharp(new Uint16Array(48).fill(500), { raw }).toColourspace('grey16').png().toBuffer()
    const fromPng = await decoder.decode(png, { ...declared, intrinsics })
    const fromPacket = await decoder.decode(await encodeFrame(frame, { parts: 'depth' }), declared)
    expect(fromPacket).toEqual(fromPng)
    expect(fromPacket.depth).toEqual(frame.depth)
  })

  it('reads a packet with a JPEG in it', async () => {
    const encodeColor = async () => {
      const raw = { width: 8, height: 6, channels: 3 } as const
      return { encoding: 'jpeg', bytes: await sharp(frame.image.data, { raw }).jpeg().toBuffer() } as const
    }
    const { image, depth } = await decoder.decodePacket(await encodeFrame(frame, { encodeColor }))
    expect(image.data[0]).toBeCloseTo(99, -1)
    expect(depth?.data[0]).toBeCloseTo(0.5)
  })

  it('says what a packet or PNG lacks', async () => {
    await expect(decoder.decode(Uint8Array.of(1, 2, 3), declared)).rejects.toThrow(/depth packet/)
    await expect(decoder.decode(await encodeFrame(frame), declared)).rejects.toThrow(/no colour/)
    await expect(decoder.decodePacket(await encodeFrame(frame, { parts: 'depth' }))).rejects.toThrow(
      /needs colour/,
    )
    const small = createDepthDecoder({ decodeImage: createSharpDecoder(), maximumPixels: 40 })
    await expect(small.decodePacket(await encodeFrame(frame))).rejects.toMatchObject({ code: 'too-large' })
  })
})
