import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame, ImageDecoder } from '@faceward/spec'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDynamicDepthCapture } from '../src/node/index.js'
import { depthPng } from './write-recordings.js'

const WIDTH = 8
const HEIGHT = 6
const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-dynamic-depth-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

const decodeImage: ImageDecoder = {
  async decode(bytes) {
    const { data, info } = await sharp(bytes)
      .autoOrient()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, format: 'rgb8', data: new Uint8Array(data) }
  },
}

const photo = (orientation = 1) =>
  sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: 'red' } })
    .withMetadata({ orientation })
    .jpeg()
    .toBuffer()
/** Counts rise along a row. */
const counts = (most: number) =>
  Uint16Array.from({ length: WIDTH * HEIGHT }, (_, i) => Math.round(((i % WIDTH) / (WIDTH - 1)) * most))
const grey8 = () =>
  sharp(Uint8Array.from(counts(255)), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer()

/** A JPEG with a segment of XMP. */
function withXmp(jpeg: Buffer, description: string): Buffer {
  const xmp = `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${description}</rdf:RDF></x:xmpmeta>`
  const head = Buffer.from([0xff, 0xe1, (xmp.length + 2) >> 8, (xmp.length + 2) & 0xff])
  return Buffer.concat([jpeg.subarray(0, 2), head, Buffer.from(xmp, 'latin1'), jpeg.subarray(2)])
}
const gdepth = (picture: Buffer, more = 'GDepth:Format="RangeInverse" GDepth:Near="0.25" GDepth:Far="2"') =>
  `<rdf:Description xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/" ${more} GDepth:Mime="image/png" GDepth:Data="${picture.toString('base64')}"/>`
const DD = 'http://ns.google.com/photos/dd/1.0'
const dynamic = (
  length: number,
  padding: number,
) => `<rdf:Description ${['Device', 'Camera', 'DepthMap', 'ImagingModel', 'Container', 'Item'].map((name) => `xmlns:${name}="${DD}/${name.toLowerCase()}/"`).join(' ')}>
<Device:Cameras><rdf:Seq><rdf:li><Device:Camera rdf:parseType="Resource"><Camera:DepthMap DepthMap:Format="RangeLinear" DepthMap:Near="0.5" DepthMap:Far="1.5" DepthMap:Units="Meters" DepthMap:MeasureType="OpticalAxis" DepthMap:DepthURI="android/depthmap"/><Camera:ImagingModel ImagingModel:FocalLengthX="80" ImagingModel:FocalLengthY="85" ImagingModel:PrincipalPointX="40" ImagingModel:PrincipalPointY="30" ImagingModel:ImageWidth="80" ImagingModel:ImageHeight="60"/></Device:Camera></rdf:li></rdf:Seq></Device:Cameras>
<Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" Item:Length="0" Item:DataURI="primary_image"/></rdf:li><rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/png" Item:Length="${length}" Item:Padding="${padding}" Item:DataURI="android/depthmap"/></rdf:li><rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" Item:Length="7" Item:DataURI="android/original"/></rdf:li></rdf:Seq></Container:Directory></rdf:Description>`

async function frameOf(jpeg: Uint8Array): Promise<Frame> {
  const path = join(state.folder, 'photo.jpg')
  await writeFile(path, jpeg)
  const frames: Frame[] = []
  for await (const frame of await createDynamicDepthCapture({ path, decodeImage }).open()) frames.push(frame)
  expect(frames).toHaveLength(1)
  return frames[0]!
}

describe('createDynamicDepthCapture', () => {
  it('reads GDepth of 8 bits, as relative where no unit is said', async () => {
    const { image, depth, source } = await frameOf(withXmp(await photo(), gdepth(await grey8())))
    expect(source).toEqual({ id: 'dynamic-depth', kind: 'still', recorded: true })
    expect(image).toMatchObject({ width: WIDTH, height: HEIGHT })
    expect(depth).toMatchObject({
      width: WIDTH,
      height: HEIGHT,
      registeredToColor: true,
      provenance: { kind: 'estimated', accuracy: 'relative', recorded: true },
    })
    expect(depth!.data[0]).toBeCloseTo(0.25, 5)
    expect(depth!.data[WIDTH - 1]).toBeCloseTo(2, 5)
    // Inverse distances rise evenly: 4 to 0.5 in seven steps.
    expect(1 / depth!.data[3]!).toBeCloseTo(4 - (3.5 * Math.round((3 / 7) * 255)) / 255, 4)
  })

  it('reads GDepth of 16 bits in metres, along the ray where it says so', async () => {
    const given =
      'GDepth:Format="RangeLinear" GDepth:Near="1" GDepth:Far="2" GDepth:Units="m" GDepth:MeasureType="OpticRay"'
    const png = depthPng(WIDTH, HEIGHT, counts(65_535))
    const { depth } = await frameOf(withXmp(await photo(), gdepth(png, given)))
    expect(depth?.provenance.accuracy).toBe('absolute')
    const { focalX, focalY, principalX, principalY } = depth!.intrinsics
    const ray = Math.hypot((0.5 - principalX) / focalX, (0.5 - principalY) / focalY, 1)
    expect(depth!.data[0]).toBeCloseTo(1 / ray, 5)
  })

  it('reads Dynamic Depth that is appended, padded, among other files', async () => {
    const png = depthPng(WIDTH, HEIGHT, counts(65_535))
    const jpeg = withXmp(await photo(), dynamic(png.length, 5))
    const { depth } = await frameOf(Buffer.concat([jpeg, png, Buffer.alloc(5), Buffer.from('another')]))
    expect([depth!.data[0], depth!.data[WIDTH - 1]]).toEqual([0.5, 1.5])
    expect(depth).toMatchObject({
      intrinsics: { width: WIDTH, height: HEIGHT, focalX: 8, focalY: 8.5, principalX: 4, principalY: 3 },
      provenance: { kind: 'estimated', accuracy: 'absolute' },
    })
  })

  it('turns the depth with the picture', async () => {
    const { image, depth } = await frameOf(withXmp(await photo(6), gdepth(await grey8())))
    expect([image.width, image.height, depth?.width, depth?.height]).toEqual([HEIGHT, WIDTH, HEIGHT, WIDTH])
    // Near was left; turned clockwise it is up.
    expect(depth!.data[0]).toBeCloseTo(0.25, 5)
    expect(depth!.data[HEIGHT * (WIDTH - 1)]).toBeCloseTo(2, 5)
  })

  it('gives a JPEG without depth as a picture', async () => {
    expect((await frameOf(await photo())).depth).toBeUndefined()
  })

  it.each([
    ['no numbers', async () => withXmp(await photo(), gdepth(await grey8(), 'GDepth:Format="RangeInverse"'))],
    [
      'nowhere to nowhere',
      async () =>
        withXmp(
          await photo(),
          gdepth(await grey8(), 'GDepth:Format="RangeLinear" GDepth:Near="2" GDepth:Far="1"'),
        ),
    ],
    ['depth beyond the file', async () => withXmp(await photo(), dynamic(999_999, 0))],
    [
      'a picture of depth that is none',
      async () => withXmp(await photo(), gdepth(depthPng(WIDTH, HEIGHT, counts(9)).subarray(0, 50))),
    ],
    ['what is no JPEG', async () => Buffer.from('nope')],
  ])('refuses %s', async (_, jpeg) => {
    await expect(frameOf(await jpeg())).rejects.toMatchObject({ code: 'malformed-recording' })
  })
})
