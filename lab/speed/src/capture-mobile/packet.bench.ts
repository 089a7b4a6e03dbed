// Times encoding, checking and decoding depth packets of 640 x 480.
// Needs: nothing
import { deflateRawSync } from 'node:zlib'
import { decodeDepthPacket, encodeFrame, readDepthPacket } from '@faceward/capture-mobile'
import type { Frame } from '@faceward/spec'
import { bench, describe } from 'vitest'

const size = { width: 640, height: 480 }

/** Bits that do not compress, always the same. */
const noise = (i: number) => ((Math.imul(i ^ (i >>> 7), 0x9e3779b1) >>> 16) & 31) / 16 - 1

/** Depth with 2 mm of noise, so that it compresses as a sensor's does. */
const frame: Frame = {
  image: { ...size, format: 'rgb8', data: new Uint8Array(640 * 480 * 3) },
  depth: {
    ...size,
    data: Float32Array.from({ length: 640 * 480 }, (_, i) => 0.5 + 0.002 * noise(i)),
    intrinsics: { ...size, focalX: 600, focalY: 600, principalX: 320, principalY: 240 },
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'declared', accuracy: 'absolute' },
  },
  timestampMs: 0,
  sequence: 0,
  source: { id: 'bench', kind: 'stream' },
}
const deflate = async (bytes: Uint8Array) => deflateRawSync(bytes, { level: 1 })
const packet = await encodeFrame(frame, { parts: 'depth', deflate })

describe(`depth of 640 x 480 in ${Math.round(packet.length / 1000)} kB`, () => {
  bench('encoding, deflate at level 1', async () => {
    await encodeFrame(frame, { parts: 'depth', deflate })
  })
  bench('checking a packet', () => {
    readDepthPacket(packet)
  })
  bench('decoding a packet', async () => {
    await decodeDepthPacket(readDepthPacket(packet))
  })
})
