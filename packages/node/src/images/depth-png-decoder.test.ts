import { crc32, deflateSync } from 'node:zlib'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { createDepthPngDecoder } from './depth-png-decoder.js'

const decoder = createDepthPngDecoder()
const declared = {
  unit_mm: 1,
  intrinsics: { focal_x: 500, focal_y: 501, principal_x: 8, principal_y: 6 },
  registered: true,
  method: 'structured-light',
} as const

function chunk(type: string, content: Uint8Array): Buffer {
  const whole = Buffer.alloc(content.length + 12)
  whole.writeUInt32BE(content.length, 0)
  whole.write(type, 4, 'latin1')
  whole.set(content, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, content.length + 8)), content.length + 8)
  return whole
}

/** A PNG by hand, so that no encoder's idea of grey stands between. */
function png(width: number, height: number, steps: ArrayLike<number>, { depth = 16, kind = 0 } = {}): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, kind, 0, 0, 0], 8)
  const bytes = depth / 8
  const rows = Buffer.alloc(height * (1 + bytes * width))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.writeUIntBE(steps[y * width + x] ?? 0, y * (1 + bytes * width) + 1 + bytes * x, bytes)
    }
  }
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts])
}

describe('createDepthPngDecoder', () => {
  it('gives the very steps of the file, in metres, with what was declared', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint16Array({ minLength: 192, maxLength: 192 }), async (steps) => {
        const map = await decoder.decode(png(16, 12, steps), { ...declared, unit_mm: 0.5 })
        expect(map.data).toEqual(Float32Array.from(steps, (step) => (step * 0.5) / 1000))
      }),
      { numRuns: 20 },
    )
    const { data: _, ...map } = await decoder.decode(png(16, 12, [0, 1000]), declared)
    expect(map).toEqual({
      width: 16,
      height: 12,
      intrinsics: { width: 16, height: 12, focalX: 500, focalY: 501, principalX: 8, principalY: 6 },
      registeredToColor: true,
      provenance: { kind: 'sensed', method: 'structured-light', trust: 'declared', accuracy: 'absolute' },
    })
  })

  it.each([
    ['an 8-bit PNG', async () => png(4, 4, [1], { depth: 8 }), 'unsupported-color-space'],
    [
      'a colour PNG',
      () =>
        sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
      'unsupported-color-space',
    ],
    [
      'a JPEG',
      () =>
        sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
          .jpeg()
          .toBuffer(),
      'unsupported-type',
    ],
    ['nothing', async () => Buffer.alloc(0), 'unsupported-type'],
    [
      'half a PNG',
      async () =>
        png(
          64,
          64,
          Array.from({ length: 4096 }, (_, i) => (i * 7919) & 0xffff),
        ).subarray(0, 4000),
      'corrupt',
    ],
    ['a PNG too large', async () => png(3000, 1400, []), 'too-large'],
  ] as const)('refuses %s', async (_, bytes, code) => {
    await expect(decoder.decode(await bytes(), declared)).rejects.toMatchObject({
      name: 'ImageDecodeError',
      code,
    })
  })
})
