import type { DepthMap, Distortion, Frame } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeDepthPacket, frameOfPacket } from './decode-packet.js'
import { float16 } from './depth-values.js'
import { encodeFrame } from './encode-frame.js'
import type { PacketContent } from './packet-header.js'
import { deflateRaw } from './pixel-plane.js'
import { readDepthPacket } from './read-packet.js'
import { writeAttestedPacket, writeDepthPacket } from './write-packet.js'

const intrinsics = { width: 5, height: 4, focalX: 6, focalY: 6.5, principalX: 2.4, principalY: 2.1 }
const depthOf = (data: Float32Array, more: Partial<DepthMap> = {}): DepthMap => ({
  width: 5,
  height: 4,
  data,
  intrinsics,
  registeredToColor: true,
  provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'declared', accuracy: 'absolute' },
  ...more,
})
const metres = fc.float32Array({ minLength: 20, maxLength: 20, min: 0, max: 6.5, noNaN: true })
const pixels = fc.uint8Array({ minLength: 10 * 8 * 3, maxLength: 10 * 8 * 3 })

const frameOf = (depth: DepthMap, data: Uint8Array): Frame => ({
  image: { width: 10, height: 8, format: 'rgb8', data },
  depth,
  timestampMs: 1234.567,
  sequence: 3,
  source: { id: 'phone', kind: 'stream' },
})
const readBack = async (bytes: Uint8Array) => decodeDepthPacket(readDepthPacket(bytes))

/** Four counts beside each other, uncompressed. */
const smallest = (): PacketContent & { readonly depth: object } => ({
  seq: 0,
  timestampNs: '0',
  clock: 'unix',
  depth: {
    width: 4,
    height: 1,
    type: 'u16',
    unit: 0.001,
    alignedTo: 'color',
    kind: 'sensed',
    accuracy: 'absolute',
    encoding: 'raw',
    bytes: new Uint8Array(8),
  },
  intrinsics: { depth: { fx: 1, fy: 1, cx: 0, cy: 0, width: 4, height: 1 } },
})

describe('encodeFrame', () => {
  it.each<Distortion>([
    { model: 'brown-conrady', coefficients: [0.1, -0.02, 0.001, 0.002, 0] },
    { model: 'radial-table', coefficients: [0, 0.01, 0.03], center: { x: 0.01, y: -0.02 }, radius: 0.7 },
  ])('keeps the lens: $model', async (distortion) => {
    const depth = depthOf(new Float32Array(20).fill(1), { intrinsics: { ...intrinsics, distortion } })
    const found = frameOfPacket(
      await readBack(await encodeFrame(frameOf(depth, new Uint8Array(240)))),
      'phone',
    )
    expect(found.depth?.intrinsics.distortion).toEqual(distortion)
  })

  it('gives back every pixel, and depth to the float or to 0.05 mm', async () => {
    await fc.assert(
      fc.asyncProperty(metres, pixels, fc.constantFrom('u16', 'f32'), async (data, image, depthType) => {
        const confidence = Uint8Array.from(data, (value) => Math.round(value * 30))
        const frame = frameOf(depthOf(data, { confidence, timestampMs: 1230 }), image)
        const found = frameOfPacket(await readBack(await encodeFrame(frame, { depthType })), 'phone')
        const error = Math.max(...data.map((value, i) => Math.abs(value - found.depth!.data[i]!)))
        expect(error).toBeLessThanOrEqual(depthType === 'f32' ? 0 : 0.000_051)
        expect({ ...found, depth: { ...found.depth, data } }).toEqual(frame)
      }),
      { numRuns: 40 },
    )
  })

  it('makes 0 of what is no measurement or does not fit, and can leave the colour out', async () => {
    const data = new Float32Array(20).fill(1)
    data.set([Number.NaN, -1, Number.POSITIVE_INFINITY, 6.6])
    const packet = await encodeFrame(frameOf(depthOf(data), new Uint8Array(240)), { parts: 'depth' })
    const { image, depth } = await readBack(packet)
    expect(image).toBeUndefined()
    expect([...depth!.data.subarray(0, 5)]).toEqual([0, 0, 0, 0, 1])
  })

  it('tells of a recording, and never of trust', async () => {
    const trusted = depthOf(new Float32Array(20).fill(1), {
      provenance: {
        kind: 'sensed',
        method: 'unknown',
        trust: 'attested',
        accuracy: 'absolute',
        recorded: true,
      },
    })
    const frame = frameOfPacket(await readBack(await encodeFrame(frameOf(trusted, new Uint8Array(240)))), 'x')
    expect(frame.source).toEqual({ id: 'x', kind: 'stream', recorded: true })
    expect(frame.depth?.provenance).toMatchObject({ trust: 'declared', recorded: true })
  })
})

describe('readDepthPacket', () => {
  it('finds every changed, missing or added byte', async () => {
    const frame = frameOf(depthOf(new Float32Array(20).fill(0.7)), new Uint8Array(240).fill(9))
    const packet = await encodeFrame(frame, { nonce: 'abc', sign: async () => Uint8Array.of(1, 2, 3) })
    const whole = readDepthPacket(packet)
    const refused = (bytes: Uint8Array) => expect(() => readDepthPacket(bytes)).toThrow(/malformed|not read/)
    for (let i = 0; i < packet.length; i++) {
      const changed = packet.slice()
      changed[i]! ^= 1 << (i % 8)
      refused(changed)
      refused(packet.subarray(0, i))
    }
    refused(Uint8Array.of(...packet, 0))
    expect(readDepthPacket(packet)).toEqual(whole)
  })

  it('gives a typed error or the same packet for any edits', async () => {
    const frame = frameOf(depthOf(new Float32Array(20).fill(0.7)), new Uint8Array(240).fill(9))
    const packet = await encodeFrame(frame)
    const whole = readDepthPacket(packet)
    const edits = fc.array(fc.tuple(fc.nat(packet.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(edits, fc.nat(packet.length + 20), (changes, length) => {
        const changed = new Uint8Array(length)
        changed.set(packet.subarray(0, length))
        for (const [at, value] of changes) if (at < length) changed[at] = value
        try {
          expect(readDepthPacket(changed)).toEqual(whole)
        } catch (error) {
          expect(error).toMatchObject({ name: 'CaptureError' })
        }
      }),
      { numRuns: 500 },
    )
  })

  it('reads any bytes to a typed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const packet = Uint8Array.of(0x46, 0x57, 0x44, 0x50, 1, 0, ...bytes)
        expect(() => readDepthPacket(packet)).toThrow(expect.objectContaining({ code: 'malformed-packet' }))
      }),
    )
  })

  it('refuses another version as such', () => {
    const packet = writeDepthPacket(smallest())
    packet[4] = 2
    expect(() => readDepthPacket(packet)).toThrow(expect.objectContaining({ code: 'unsupported' }))
  })

  it('names the key, and quotes nothing of the packet', () => {
    const { depth, ...rest } = smallest()
    const wrong = JSON.parse(JSON.stringify({ ...rest, seq: 'secret' }))
    expect(() => writeDepthPacket({ ...wrong, depth })).toThrow(/seq/)
    expect(() => writeDepthPacket({ ...wrong, depth })).not.toThrow(/secret/)
    expect(() => writeDepthPacket({ ...smallest(), trust: 'attested' } as never)).toThrow(/trust/)
  })

  it.each([
    ['nothing in it', { depth: undefined }, /colour or depth/],
    ['no intrinsics', { intrinsics: {} }, /intrinsics/],
    [
      'an extrinsic for aligned depth',
      { depthToColor: { rotation: Array(9).fill(0), translation: [0, 0, 0] } },
      /depthToColor/,
    ],
    [
      'a confidence beside depth16',
      {
        confidence: { kind: '0-2', encoding: 'raw', bytes: new Uint8Array(4) },
        depth: { ...smallest().depth, type: 'depth16' },
      },
      /own confidence/,
    ],
    ['a side beyond the limit', { depth: { ...smallest().depth, width: 5000 } }, /width/],
  ])('refuses %s', (_, change, message) => {
    const content = { ...smallest(), ...change } as unknown as PacketContent
    expect(() => writeDepthPacket(content)).toThrow(message)
  })

  it('shows what was signed: every byte before the token', async () => {
    const seen: Uint8Array[] = []
    const packet = await writeAttestedPacket(smallest(), async (bytes) => {
      seen.push(bytes)
      return new TextEncoder().encode('token')
    })
    const { attestation } = readDepthPacket(packet)
    expect(attestation?.signedBytes).toEqual(seen[0])
    expect(attestation?.signedBytes.length).toBe(packet.length - 8 - 5)
    expect(new TextDecoder().decode(attestation?.token)).toBe('token')
  })
})

describe('decodeDepthPacket', () => {
  it('holds no more than the size says, whatever a plane inflates to', async () => {
    const bomb = await deflateRaw(new Uint8Array(40_000_000))
    const content = smallest()
    const packet = writeDepthPacket({
      ...content,
      depth: { ...content.depth, encoding: 'deflate-raw', bytes: bomb } as NonNullable<
        PacketContent['depth']
      >,
    })
    const before = process.memoryUsage().arrayBuffers
    await expect(readBack(packet)).rejects.toThrow(/longer than its size/)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000)
  })

  it.each([
    ['too short', new Uint8Array(6), 'raw', /length/],
    ['short when inflated', Uint8Array.of(3, 0), 'deflate-raw', /shorter/],
    ['no DEFLATE', Uint8Array.of(0xff, 0xff, 0xff), 'deflate-raw', /inflate/],
  ] as const)('refuses a plane that is %s', async (_, bytes, encoding, message) => {
    const content = smallest()
    const depth = { ...content.depth, encoding, bytes } as NonNullable<PacketContent['depth']>
    await expect(readBack(writeDepthPacket({ ...content, depth }))).rejects.toThrow(message)
  })

  it('says what it lacks for JPEG colour', async () => {
    const color = { width: 1, height: 1, encoding: 'jpeg', bytes: Uint8Array.of(1) } as const
    await expect(readBack(writeDepthPacket({ ...smallest(), color }))).rejects.toThrow(/decodeImage/)
  })

  it('refuses a picture of another size than the header says', async () => {
    const color = { width: 2, height: 1, encoding: 'jpeg', bytes: Uint8Array.of(1) } as const
    const image = { width: 1, height: 1, format: 'gray8', data: new Uint8Array(1) } as const
    const packet = readDepthPacket(writeDepthPacket({ ...smallest(), color }))
    await expect(decodeDepthPacket(packet, { decodeImage: { decode: async () => image } })).rejects.toThrow(
      /size/,
    )
  })

  it('refuses aligned depth that lies another way than the colour', async () => {
    const color = {
      width: 1,
      height: 1,
      format: 'gray8',
      rotation: 90,
      encoding: 'raw',
      bytes: Uint8Array.of(1),
    } as const
    await expect(readBack(writeDepthPacket({ ...smallest(), color }))).rejects.toThrow(/another way/)
  })
})

describe('float16', () => {
  it('reads what Math.fround cannot lose', () => {
    expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x7c00, 0xfc00, 0x0000].map(float16)).toEqual([
      1,
      -2,
      65504,
      2 ** -24,
      2 ** -14,
      Infinity,
      -Infinity,
      0,
    ])
    expect(float16(0x7e00)).toBeNaN()
  })
})
