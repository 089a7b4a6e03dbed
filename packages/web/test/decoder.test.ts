import { createSharpDecoder } from '@faceward/node'
import type { Image } from '@faceward/spec'
import sharp, { type Sharp } from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, type Page } from '../../../tooling/src/chromium.mjs'
import { useChromium } from '../../../tooling/src/chromium-tests.mjs'
import type { BrowserPage } from './browser-page.js'
import { servePage } from './served-page.js'

declare const page: BrowserPage

/** Red grows to the right, green downwards, blue marks the top left. */
function gradient(width: number, height: number): Sharp {
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const corner = x < width / 3 && y < height / 4 ? 255 : 0
      data.set([(255 * x) / width, (255 * y) / height, corner], (y * width + x) * 3)
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
}

const picture = () => gradient(61, 47)
const frames = (count: number) =>
  sharp(Buffer.alloc(16 * 16 * 3 * count, 90), {
    raw: { width: 16, height: 16 * count, channels: 3, pageHeight: 16 },
  })

/** Files by name; each decodes on Node and in Chromium to the same, or is refused with the same code. */
const FILES: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  'a.png': () => picture().png().toBuffer(),
  'grey.png': () => picture().greyscale().png().toBuffer(),
  'palette.png': () => picture().png({ palette: true }).toBuffer(),
  'lossless.webp': () => picture().webp({ lossless: true }).toBuffer(),
  'lossy.webp': () => picture().webp({ quality: 80 }).toBuffer(),
  'small-subsampling.jpg': () => picture().jpeg({ chromaSubsampling: '4:2:0' }).toBuffer(),
  'full-subsampling.jpg': () => picture().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
  'progressive.jpg': () => picture().jpeg({ progressive: true }).toBuffer(),
  'grey.jpg': () => picture().greyscale().jpeg().toBuffer(),
  'turned.jpg': () => picture().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  'empty.jpg': async () => new Uint8Array(),
  'text.jpg': async () => new TextEncoder().encode('this is no picture'),
  'drawing.svg': async () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  'picture.gif': () => picture().gif().toBuffer(),
  'cut-short.jpg': async () => (await picture().jpeg().toBuffer()).subarray(0, 900),
  'cut-short.png': async () => (await picture().png().toBuffer()).subarray(0, 700),
  'cut-short.webp': async () => (await picture().webp().toBuffer()).subarray(0, 300),
  'header-only.png': async () => (await picture().png().toBuffer()).subarray(0, 20),
  'cmyk.jpg': () => picture().toColourspace('cmyk').jpeg().toBuffer(),
  'wide.png': () => gradient(8193, 2).png().toBuffer(),
  'large.jpg': () =>
    sharp({ create: { width: 6000, height: 5000, channels: 3, background: '#456' } })
      .jpeg()
      .toBuffer(),
  'moving.webp': () => frames(3).webp().toBuffer(),
}

describe.skipIf(!hasChromium('@faceward/web: decoder'))('the decoder in Chromium', () => {
  const files = new Map<string, Uint8Array>()
  const chromium = useChromium(servePage)
  const state: { page?: Page } = {}

  beforeAll(async () => {
    for (const [name, make] of Object.entries(FILES)) {
      const content = await make()
      files.set(name, content)
      chromium.server.set(`/files/${name}`, { content, type: 'application/octet-stream' })
    }
    state.page = (await chromium.open()).page
  })
  const inChromium = (name: string) => state.page!.evaluate((file) => page.decode(file), name)

  it.each(Object.keys(FILES))('does with %s what the decoder on Node does', async (name) => {
    const answer = await inChromium(name)
    const expected = await createSharpDecoder()
      .decode(files.get(name)!)
      .catch((error: { name: string; code: string; message: string }) => error)
    if ('code' in expected) {
      expect(answer).toEqual({ failure: `${expected.name} ${expected.code}`, message: expected.message })
    } else {
      const { data, ...size } = expected as Image
      expect(answer).toEqual({ ...size, data: Array.from(data) })
    }
  })

  it('lays transparency on white', async () => {
    const clear = await picture().ensureAlpha(0).png().toBuffer()
    chromium.server.set('/files/clear.png', { content: clear, type: 'image/png' })
    const answer = await inChromium('clear.png')
    expect('data' in answer && answer.data.every((value) => value === 255)).toBe(true)
  })

  it('decodes in the worker as well', async () => {
    const options = { modelsUrl: '/models', models: 'none' as const }
    await state.page!.evaluate((given) => page.start('main', given), options)
    const inWorker = await state.page!.evaluate(() => page.decode('a.png', 'main'))
    expect(inWorker).toEqual(await inChromium('a.png'))
    const refused = await state.page!.evaluate(() => page.decode('text.jpg', 'main'))
    expect(refused).toMatchObject({ failure: 'ImageDecodeError unsupported-type' })
  })
})
