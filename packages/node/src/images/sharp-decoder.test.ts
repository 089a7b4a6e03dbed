import { crc32, deflateSync } from 'node:zlib'
import { ConfigurationError, type Image, ImageDecodeError } from '@faceward/spec'
import fc from 'fast-check'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { storedByCamera, toSharp } from '../../test/stored-by-camera.js'
import { createSharpDecoder } from './sharp-decoder.js'

const decoder = createSharpDecoder()

/** A picture without any symmetry: red grows to the right, green downwards, blue marks the top left. */
function gradient(width: number, height: number): Image {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const corner = x < width / 3 && y < height / 4 ? 255 : 0
      data.set([(255 * x) / width, (255 * y) / height, corner], (y * width + x) * 3)
    }
  }
  return { width, height, format: 'rgb8', data }
}

async function codeOf(bytes: Uint8Array, using = decoder): Promise<string> {
  const failure = await using.decode(bytes).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (failure === undefined) return 'decoded'
  expect(failure).toBeInstanceOf(ImageDecodeError)
  return (failure as ImageDecodeError).code
}

function pngChunk(type: string, content: Uint8Array): Buffer {
  const chunk = Buffer.alloc(content.length + 12)
  chunk.writeUInt32BE(content.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(content, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, content.length + 8)), content.length + 8)
  return chunk
}

/** An RGB PNG by hand: the header may claim any size; the pixels are one zero byte. */
function pngClaiming(width: number, height: number, extra: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...extra,
    pngChunk('IDAT', deflateSync(Buffer.alloc(1))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A real JPEG whose frame header claims another size. */
async function jpegClaiming(width: number, height: number): Promise<Buffer> {
  const jpeg = await toSharp(gradient(16, 16)).jpeg().toBuffer()
  let at = 2
  while (jpeg[at + 1] !== 0xc0 && jpeg[at + 1] !== 0xc2) at += 2 + jpeg.readUInt16BE(at + 2)
  jpeg.writeUInt16BE(height, at + 5)
  jpeg.writeUInt16BE(width, at + 7)
  return jpeg
}

const meanDifference = (a: Image, b: Image) =>
  a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length

describe('formats', () => {
  it('gives the very pixels of a lossless picture, as rgb8', async () => {
    const picture = gradient(37, 23)
    for (const bytes of [
      await toSharp(picture).png().toBuffer(),
      await toSharp(picture).webp({ lossless: true }).toBuffer(),
    ]) {
      expect(await decoder.decode(bytes)).toEqual(picture)
    }
  })

  it('reads JPEG, near enough to what was saved', async () => {
    const picture = gradient(64, 48)
    const decoded = await decoder.decode(await toSharp(picture).jpeg({ quality: 95 }).toBuffer())
    expect([decoded.width, decoded.height, decoded.format]).toEqual([64, 48, 'rgb8'])
    expect(meanDifference(decoded, picture)).toBeLessThan(3)
  })

  it('turns 16 bits into 8 and greyscale into three equal channels', async () => {
    const picture = gradient(20, 12)
    const deep = await toSharp(picture).toColourspace('rgb16').png().toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    expect(meanDifference(await decoder.decode(deep), picture)).toBeLessThanOrEqual(1)

    for (const space of ['b-w', 'grey16']) {
      for (const format of space === 'b-w' ? (['png', 'jpeg'] as const) : (['png'] as const)) {
        const grey = await toSharp(picture).toColourspace(space).toFormat(format).toBuffer()
        expect((await sharp(grey).metadata()).space).toBe(space)
        const { data, format: pixelFormat, width } = await decoder.decode(grey)
        expect([pixelFormat, width, data.length]).toEqual(['rgb8', 20, 20 * 12 * 3])
        for (let i = 0; i < data.length; i += 3)
          expect(data[i] === data[i + 1] && data[i] === data[i + 2]).toBe(true)
        expect(new Set(data).size).toBeGreaterThan(20)
      }
    }
  })

  it('lays transparency on white, or on the background asked for, whatever colour hides under it', async () => {
    const data = Buffer.from([255, 0, 0, 255, 9, 8, 7, 0])
    const png = await sharp(data, { raw: { width: 2, height: 1, channels: 4 } })
      .png()
      .toBuffer()
    expect([...(await decoder.decode(png)).data]).toEqual([255, 0, 0, 255, 255, 255])
    const onGrey = createSharpDecoder({ background: [90, 90, 90] })
    expect([...(await onGrey.decode(png)).data]).toEqual([255, 0, 0, 90, 90, 90])
  })

  it('applies EXIF orientation 1 to 8: all give the upright picture', async () => {
    const upright = gradient(40, 24)
    for (const [orientation, image] of await storedByCamera(upright)) {
      const file = await image.png().withMetadata({ orientation }).toBuffer()
      expect((await sharp(file).metadata()).orientation).toBe(orientation)
      expect(await decoder.decode(file), `orientation ${orientation}`).toEqual(upright)
    }
  })
})

describe('what is refused', () => {
  it('no bytes, text, and other kinds of files, by name', async () => {
    expect(await codeOf(new Uint8Array(0))).toBe('empty')
    const files: Record<string, [RegExp, Buffer]> = {
      text: [/no picture/, Buffer.from('hello, this is a text file')],
      svg: [/SVG/, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
      xml: [/SVG/, Buffer.from('\ufeff  <?xml version="1.0"?><svg/>')],
      gif: [/GIF/, await toSharp(gradient(9, 9)).gif().toBuffer()],
      tiff: [/TIFF/, await toSharp(gradient(9, 9)).tiff().toBuffer()],
      avif: [/AVIF/, await toSharp(gradient(9, 9)).avif().toBuffer()],
      heic: [/iPhone.*JPEG/, Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')],
      video: [/video/, Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1')],
      pdf: [/PDF/, Buffer.from('%PDF-1.7')],
      bmp: [/BMP/, Buffer.from('BM\0\0\0\0')],
    }
    for (const [name, [message, bytes]] of Object.entries(files)) {
      expect(await codeOf(bytes), name).toBe('unsupported-type')
      await expect(decoder.decode(bytes), name).rejects.toThrow(message)
    }
  })

  it('a file cut short anywhere, or nothing but its first bytes', async () => {
    const noisy = sharp({
      create: {
        width: 96,
        height: 64,
        channels: 3,
        background: '#808080',
        noise: { type: 'gaussian', mean: 128, sigma: 50 },
      },
    })
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const bytes = await noisy.clone().toFormat(format).toBuffer()
      expect(await codeOf(bytes), format).toBe('decoded')
      for (const part of [0.02, 0.1, 0.5, 0.9]) {
        expect(await codeOf(bytes.subarray(0, Math.max(16, bytes.length * part))), `${format} ${part}`).toBe(
          'corrupt',
        )
      }
    }
  })

  it('pictures without pixels, and sizes beyond the limits, on the header alone', async () => {
    expect(await codeOf(pngClaiming(0, 0))).toBe('corrupt')
    expect(await codeOf(await jpegClaiming(0, 0))).toBe('corrupt')
    // Were the pixels touched, these would be 2.7 GB and 12.9 GB, or fail as cut short.
    expect(await codeOf(pngClaiming(30_000, 30_000))).toBe('too-large')
    expect(await codeOf(await jpegClaiming(65_535, 65_535))).toBe('too-large')
    expect(await codeOf(pngClaiming(8_193, 10))).toBe('too-large')
    expect(await codeOf(pngClaiming(6_000, 6_000))).toBe('too-large')
    await expect(decoder.decode(pngClaiming(30_000, 30_000))).rejects.toThrow(
      /30000 x 30000.*25 megapixels.*8192/,
    )
  })

  it('more than the limits given, and not less', async () => {
    const small = createSharpDecoder({ maximumPixels: 100, maximumSide: 20 })
    const png = (width: number, height: number) => toSharp(gradient(width, height)).png().toBuffer()
    expect(await codeOf(await png(20, 5), small)).toBe('decoded')
    expect(await codeOf(await png(21, 4), small)).toBe('too-large')
    expect(await codeOf(await png(11, 10), small)).toBe('too-large')
    expect(await codeOf(await png(20, 5), createSharpDecoder({ maximumBytes: 60 }))).toBe('too-large')
  })

  it('CMYK', async () => {
    const cmyk = await toSharp(gradient(16, 16)).toColourspace('cmyk').jpeg().toBuffer()
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
    expect(await codeOf(cmyk)).toBe('unsupported-color-space')
  })

  it('animated WebP and PNG', async () => {
    const [first, second] = await Promise.all(
      [toSharp(gradient(9, 9)), toSharp(gradient(9, 9)).flop()].map((it) => it.png().toBuffer()),
    )
    const webp = await sharp([first!, second!], { join: { animated: true } })
      .webp()
      .toBuffer()
    expect((await sharp(webp).metadata()).pages).toBe(2)
    expect(await codeOf(webp)).toBe('animated')
    const control = Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])
    expect(await codeOf(pngClaiming(1, 1, [pngChunk('acTL', control)]))).toBe('animated')
  })

  it('nothing but an ImageDecodeError ever comes of changed bytes', async () => {
    const picture = toSharp(gradient(24, 24))
    const files = await Promise.all(
      (['jpeg', 'png', 'webp'] as const).map((it) => picture.clone().toFormat(it).toBuffer()),
    )
    const edits = fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files), edits, async (file, changes) => {
        const changed = Buffer.from(file)
        for (const [at, value] of changes) changed[at % changed.length] = value
        await codeOf(changed)
      }),
      { numRuns: 150 },
    )
  })
})

describe('the decoder as a part of an application', () => {
  it('leaves sharp process-wide settings alone', async () => {
    const before = [sharp.cache(), sharp.concurrency(), sharp.simd()].map((it) => JSON.stringify(it))
    await createSharpDecoder().decode(await toSharp(gradient(9, 9)).png().toBuffer())
    const settings = ({ memory, files, items }: ReturnType<typeof sharp.cache>) => [
      memory.max,
      files.max,
      items.max,
    ]
    expect(settings(sharp.cache())).toEqual(settings(JSON.parse(before[0]!)))
    expect([sharp.concurrency(), sharp.simd()].map((it) => JSON.stringify(it))).toEqual(before.slice(1))
    // SVG would still work for the application itself.
    await expect(
      sharp(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')).metadata(),
    ).resolves.toBeDefined()
  })

  it('stops when asked to', async () => {
    const png = await toSharp(gradient(9, 9)).png().toBuffer()
    const reason = new Error('enough')
    await expect(decoder.decode(png, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('refuses options it does not know', () => {
    expect(() => createSharpDecoder({ maximumPixel: 5 } as never)).toThrow(ConfigurationError)
    expect(() => createSharpDecoder({ maximumSide: -1 })).toThrow(/maximumSide/)
  })
})
