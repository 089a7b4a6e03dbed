import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type CaptureProvider,
  type DepthMap,
  type Frame,
  type Image,
  ImageDecodeError,
  type ImageDecoder,
} from '@faceward/spec'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createMcapCapture,
  createMcapRecorder,
  createRecord3dCapture,
  createTumCapture,
} from '../src/node/index.js'
import { depthPng, lzfseStored, zip } from './write-recordings.js'

const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-recordings-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))
const path = (name: string) => join(state.folder, name)

const WIDTH = 12
const HEIGHT = 9
const camera = { width: WIDTH, height: HEIGHT, focalX: 14, focalY: 13, principalX: 6, principalY: 4.5 }

const decodeImage: ImageDecoder = {
  async decode(bytes) {
    try {
      const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true })
      return { width: info.width, height: info.height, format: 'rgb8', data: new Uint8Array(data) }
    } catch (cause) {
      throw new ImageDecodeError('broken', { code: 'corrupt', cause })
    }
  },
}
const picture = (shade: number): Image => ({
  width: WIDTH,
  height: HEIGHT,
  format: 'rgb8',
  data: new Uint8Array(WIDTH * HEIGHT * 3).fill(shade),
})
const encoded = (shade: number, kind: 'jpeg' | 'png') =>
  sharp(picture(shade).data, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .toFormat(kind)
    .toBuffer()
const slope = (start: number) => Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => start + i / 1000)
const depthMap = (start: number, more: Partial<DepthMap> = {}): DepthMap => ({
  width: WIDTH,
  height: HEIGHT,
  data: slope(start),
  intrinsics: camera,
  registeredToColor: true,
  provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'driver', accuracy: 'absolute' },
  ...more,
})
const frameOf = (sequence: number): Frame => ({
  image: picture(40 + sequence),
  depth: depthMap(0.4 + sequence / 10),
  colorIntrinsics: camera,
  timestampMs: 1000 + 33.5 * sequence,
  sequence,
  source: { id: 'camera', kind: 'stream' },
})

async function all(provider: CaptureProvider): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of await provider.open()) frames.push(frame)
  return frames
}

describe('MCAP', () => {
  const record = async (name: string, count: number) => {
    const recorder = await createMcapRecorder({ path: path(name) })
    for (let sequence = 0; sequence < count; sequence++) await recorder.write(frameOf(sequence))
    await recorder.close()
    await recorder.close()
    return path(name)
  }

  it('gives back what was recorded, to the pixel and the float, as a recording', async () => {
    const frames = await all(createMcapCapture({ path: await record('a.mcap', 7) }))
    const expected = Array.from({ length: 7 }, (_, sequence) => {
      const { depth, ...frame } = frameOf(sequence)
      const provenance = { ...depth!.provenance, trust: 'declared', recorded: true }
      const source = { id: 'mcap', kind: 'stream', recorded: true }
      return { ...frame, depth: { ...depth, provenance }, source }
    })
    expect(frames).toEqual(expected)
    expect((await stat(path('a.mcap'))).mode & 0o077).toBe(0)
  })

  it('reads any broken file to whole frames or a typed error', async () => {
    const whole = await readFile(await record('b.mcap', 2))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(whole.length),
        async (edits, length) => {
          const changed = Buffer.from(length % 3 === 0 ? whole.subarray(0, length) : whole)
          for (const [at, value] of edits) if (at < changed.length) changed[at] = value
          await writeFile(path('broken.mcap'), changed)
          try {
            for (const { image } of await all(createMcapCapture({ path: path('broken.mcap') }))) {
              expect(image.data).toHaveLength(WIDTH * HEIGHT * 3)
            }
          } catch (error) {
            expect(error).toMatchObject({ name: 'CaptureError' })
          }
        },
      ),
      { numRuns: 120 },
    )
  })

  it.skipIf(!existsSync('/proc/self/fd'))(
    'is let go of when the loop is left, the session closed, or the signal aborted',
    async () => {
      const file = await record('c.mcap', 3)
      const provider = createMcapCapture({ path: file })
      const isOpen = () =>
        readdirSync('/proc/self/fd').some((name) => {
          try {
            return readlinkSync(`/proc/self/fd/${name}`) === file
          } catch {
            return false
          }
        })
      for await (const _ of await provider.open()) break
      expect(isOpen()).toBe(false)
      const session = await provider.open()
      const frames = session[Symbol.asyncIterator]()
      await frames.next()
      expect(isOpen()).toBe(true)
      await session.close()
      await session.close()
      expect(isOpen()).toBe(false)
      expect((await frames.next()).done).toBe(true)
      const abort = new AbortController()
      const aborted = (await provider.open({ signal: abort.signal }))[Symbol.asyncIterator]()
      await aborted.next()
      abort.abort(new Error('enough'))
      await expect(aborted.next()).rejects.toThrow('enough')
      expect(isOpen()).toBe(false)
    },
  )

  it('says what is wrong with a path', async () => {
    await expect(all(createMcapCapture({ path: path('absent.mcap') }))).rejects.toMatchObject({
      code: 'device-unavailable',
    })
    await expect(createMcapRecorder({ path: path('no/such/folder.mcap') })).rejects.toMatchObject({
      code: 'device-unavailable',
    })
    expect(() => createMcapCapture({ file: 'x' } as never)).toThrow(/file/)
  })
})

describe('a TUM RGB-D folder', () => {
  async function folder(lists: { readonly rgb: string; readonly depth: string }): Promise<string> {
    const at = await mkdtemp(path('tum-'))
    await writeFile(join(at, 'rgb.txt'), lists.rgb)
    await writeFile(join(at, 'depth.txt'), lists.depth)
    for (const shade of [10, 20, 30]) await writeFile(join(at, `${shade}.png`), await encoded(shade, 'png'))
    const steps = Uint16Array.from(slope(0.5), (metres) => Math.round(metres * 5000))
    steps[0] = 0
    await writeFile(join(at, 'd.png'), depthPng(WIDTH, HEIGHT, steps))
    return at
  }
  const lists = {
    rgb: '# color images\n1305031453.40 20.png\n1305031453.36 10.png\n1305031453.44 30.png\n',
    depth: '# depth maps\n1305031453.37 d.png\n1305031453.47 d.png\n',
  }

  it('pairs colour with the depth nearest in time, in order', async () => {
    const frames = await all(
      createTumCapture({ folder: await folder(lists), decodeImage, intrinsics: camera }),
    )
    expect(frames.map(({ image, depth }) => [image.data[0], depth !== undefined])).toEqual([
      [10, true],
      [20, false],
      [30, false],
    ])
    const [first] = frames
    expect(first?.depth?.data[0]).toBe(0)
    expect(first?.depth?.data[7]).toBeCloseTo(0.507, 4)
    expect(first?.depth?.timestampMs).toBeCloseTo(1305031453370, 2)
    expect(first).toMatchObject({
      source: { id: 'tum', kind: 'stream', recorded: true },
      depth: { registeredToColor: true, provenance: { recorded: true, trust: 'declared' } },
    })
  })

  it.each([
    ['a line that is none', { ...lists, rgb: 'soon 10.png' }],
    ['a file outside the folder', { ...lists, rgb: '1 ../../etc/passwd' }],
    ['depth that is no 16-bit PNG', { rgb: '1 10.png', depth: '1 10.png' }],
  ])('refuses %s', async (_, given) => {
    const provider = createTumCapture({ folder: await folder(given), decodeImage })
    await expect(all(provider)).rejects.toMatchObject({ code: 'malformed-recording' })
  })
})

describe('a Record3D file', () => {
  const metadata = {
    w: WIDTH,
    h: HEIGHT,
    dw: WIDTH,
    dh: HEIGHT,
    K: [14, 0, 0, 0, 13, 0, 6, 4.5, 1],
    fps: 60,
    frameTimestamps: [100, 100.05],
    poses: [[0, 0, 0, 1, 0, 0, 0]],
  }
  const depthBytes = (start: number) => {
    const values = slope(start)
    values[3] = Number.NaN
    return lzfseStored(new Uint8Array(values.buffer))
  }
  const entries = async (more: object = {}) => ({
    metadata: Buffer.from(JSON.stringify({ ...metadata, ...more })),
    'rgbd/0.jpg': await encoded(50, 'jpeg'),
    'rgbd/0.depth': depthBytes(0.3),
    'rgbd/0.conf': lzfseStored(Uint8Array.from({ length: WIDTH * HEIGHT }, (_, i) => i % 3)),
    'rgbd/1.jpg': await encoded(60, 'jpeg'),
    'rgbd/1.depth': depthBytes(0.4),
  })
  const written = async (name: string, files: Readonly<Record<string, Uint8Array>>) => {
    await writeFile(path(name), zip(files))
    return createRecord3dCapture({ path: path(name), decodeImage })
  }

  it('gives colour, depth and confidence with the times of the file', async () => {
    const frames = await all(await written('a.r3d', await entries()))
    expect(frames.map(({ timestampMs }) => Math.round(timestampMs))).toEqual([0, 50])
    expect(frames[0]?.image).toMatchObject({ width: WIDTH, height: HEIGHT })
    expect(frames[0]?.depth).toMatchObject({
      width: WIDTH,
      height: HEIGHT,
      registeredToColor: true,
      intrinsics: camera,
      provenance: { kind: 'sensed', accuracy: 'absolute', recorded: true, device: { vendor: 'Apple' } },
    })
    expect([...frames[0]!.depth!.data.subarray(2, 5)]).toEqual([0.302, 0, 0.304].map(Math.fround))
    expect([...frames[0]!.depth!.confidence!.subarray(0, 3)]).toEqual([0, 128, 255])
    expect(frames[1]?.depth?.confidence).toBeUndefined()
  })

  it('takes the camera of each frame where it changes', async () => {
    const given = {
      perFrameIntrinsicCoeffs: [
        [20, 21, 5, 4],
        [22, 23, 6, 5],
      ],
      frameTimestamps: undefined,
    }
    const frames = await all(await written('b.r3d', await entries(given)))
    expect(frames.map(({ colorIntrinsics }) => colorIntrinsics?.focalX)).toEqual([20, 22])
    expect(frames[1]?.timestampMs).toBeCloseTo(1000 / 60)
  })

  it.each([
    ['no size of the depth', async () => entries({ dw: undefined }), /dw, dh/],
    ['another size', async () => entries({ dw: 5 }), /LZFSE/],
    ['no metadata', async () => ({ 'rgbd/0.jpg': Buffer.from('x') }), /metadata is missing/],
    ['metadata that is no JSON', async () => ({ metadata: Buffer.from('{') }), /not JSON/],
    ['metadata without a camera', async () => ({ metadata: Buffer.from('{"w":1,"h":1}') }), /metadata: K/],
  ])('refuses %s', async (_, files, message) => {
    const given = (await files()) as Readonly<Record<string, Uint8Array>>
    const failed = expect(all(await written('c.r3d', given))).rejects
    await failed.toMatchObject({ code: 'malformed-recording', message: expect.stringMatching(message) })
  })

  it('reads any broken file to frames or a typed error', async () => {
    const whole = zip(await entries())
    const edits = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(whole.length), async (changes, length) => {
        const changed = Buffer.from(length % 4 === 0 ? whole.subarray(0, length) : whole)
        for (const [at, value] of changes) if (at < changed.length) changed[at] = value
        await writeFile(path('broken.r3d'), changed)
        try {
          await all(createRecord3dCapture({ path: path('broken.r3d'), decodeImage }))
        } catch (error) {
          expect(error).toMatchObject({ name: expect.stringMatching(/^(Capture|ImageDecode)Error$/) })
        }
      }),
      { numRuns: 150 },
    )
  })

  it('refuses what is no zip file', async () => {
    await writeFile(path('d.r3d'), 'no zip')
    const provider = createRecord3dCapture({ path: path('d.r3d'), decodeImage })
    await expect(all(provider)).rejects.toMatchObject({ code: 'malformed-recording' })
  })
})
