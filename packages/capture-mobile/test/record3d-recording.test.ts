import { writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecord3dCapture } from '../src/node/index.js'
import { all, camera, decodeImage, encoded, HEIGHT, path, slope, WIDTH } from './recording-trial.js'
import { lzfseStored, zip } from './write-recordings.js'

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
