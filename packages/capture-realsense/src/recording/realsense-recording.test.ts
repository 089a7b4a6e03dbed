import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { registerDepth } from '@faceward/imaging'
import type { Frame } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bytesOf, DEPTH_TO_COLOR, type Recording, recordingOf } from '../../test/recording.js'
import { writeBag } from '../../test/write-bag.js'
import { writeDb3 } from '../../test/write-db3.js'
import { createRealsenseRecording } from './realsense-recording.js'

const REAL_BAG = new URL(
  '../../../../../shared/assets/rgbd/realsense/single_depth_color_640x480.bag',
  import.meta.url,
).pathname
const isZstdHere = spawnSync('zstd', ['--version']).status === 0
const CAMERA = { width: 160, height: 120, horizontalFieldOfViewDegrees: 40 }

const state = { folder: '', recording: {} as Recording, rendered: [] as Frame[] }
const at = (name: string) => join(state.folder, name)

beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-realsense-'))
  const person = createSimulatedPerson({ seed: 31 })
  state.rendered = sampleScenes(31, 3, { camera: CAMERA }).map((scene) => renderFrame(person, scene).frame)
  state.recording = recordingOf(state.rendered)
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

async function framesIn(path: string): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of await createRealsenseRecording({ path }).open()) frames.push(frame)
  return frames
}

const zstd = (message: Uint8Array) =>
  new Uint8Array(
    spawnSync('zstd', ['-1', '-q', '-c', '--stream-size', String(message.length)], { input: message }).stdout,
  )

const WRITERS: readonly (readonly [string, (path: string) => unknown, boolean])[] = [
  ['.bag, LZ4', (path) => writeFile(path, writeBag(state.recording)), true],
  ['.bag, not packed', (path) => writeFile(path, writeBag(state.recording, { compression: 'none' })), true],
  [
    '.bag of an old recorder',
    (path) => writeFile(path, writeBag(state.recording, { recorder: '2.49' })),
    true,
  ],
  [
    '.bag cut off, without index',
    (path) => writeFile(path, writeBag(state.recording, { withIndex: false })),
    true,
  ],
  ['.db3', (path) => writeDb3(path, state.recording), true],
  ['.db3, Zstandard', (path) => writeDb3(path, state.recording, { pack: zstd }), isZstdHere],
]
if (!isZstdHere) process.emitWarning('zstd is not installed: packed .db3 recordings are not tried.')

describe.each(WRITERS.filter(([, , isPossible]) => isPossible))('a recording as %s', (name, write) => {
  let frames: readonly Frame[] = []
  beforeAll(async () => {
    const path = at(`${name.replaceAll(/\W/g, '-')}.rec`)
    await write(path)
    frames = await framesIn(path)
  })

  it('gives every frame, with its count and the time of the device', () => {
    expect(frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2])
    for (const [i, { timestampMs, depth }] of frames.entries()) {
      expect(timestampMs).toBeCloseTo(state.recording.frames[i]!.timestampMs, 3)
      expect(timestampMs - depth!.timestampMs!).toBeCloseTo(1, 3)
    }
  })

  it('gives the very pixels and counts that were recorded', () => {
    for (const [i, { image, depth }] of frames.entries()) {
      const { color, depth: counts } = state.recording.frames[i]!
      expect([image.width, image.height, image.format]).toEqual([color.width, color.height, 'rgb8'])
      expect(Buffer.compare(image.data, color.data)).toBe(0)
      const found = Uint16Array.from(depth!.data, (metres) => Math.round(metres * 1000))
      expect(Buffer.compare(bytesOf(found), bytesOf(counts))).toBe(0)
      expect(depth!.data[counts.findIndex((count) => count > 0)]).toBeCloseTo(
        counts.find((c) => c > 0)! / 1000,
        6,
      )
    }
  })

  it('gives the cameras and how they stand to each other', () => {
    const [{ colorIntrinsics, depth } = {}] = frames
    for (const key of ['width', 'height', 'focalX', 'focalY', 'principalX', 'principalY'] as const) {
      expect(colorIntrinsics![key]).toBeCloseTo(state.recording.color[key], 6)
      expect(depth!.intrinsics[key]).toBeCloseTo(state.recording.depth[key], 6)
    }
    expect(depth!.registeredToColor).toBe(false)
    for (const [i, value] of DEPTH_TO_COLOR.rotation.entries()) {
      expect(depth!.depthToColor!.rotation[i]).toBeCloseTo(value, 5)
    }
    for (const [i, value] of DEPTH_TO_COLOR.translation.entries()) {
      expect(depth!.depthToColor!.translation[i]).toBeCloseTo(value, 6)
    }
  })

  it('registers to what the colour camera saw', () => {
    const { depth, colorIntrinsics } = frames[0]!
    const registered = registerDepth(depth!, colorIntrinsics!)
    const exact = state.rendered[0]!.depth!
    const errors: number[] = []
    for (let y = 0; y < registered.height; y++) {
      for (let x = 0; x < registered.width; x++) {
        const there = registered.data[y * registered.width + x]!
        const u = Math.floor(((x + 0.5) * exact.width) / registered.width)
        const v = Math.floor(((y + 0.5) * exact.height) / registered.height)
        const true_ = exact.data[v * exact.width + u]!
        if (there > 0 && true_ < 1) errors.push(Math.abs(there - true_))
      }
    }
    errors.sort((a, b) => a - b)
    expect(errors.length).toBeGreaterThan(1000)
    expect(errors[Math.floor(errors.length / 2)]).toBeLessThan(0.001)
    expect(errors[Math.floor(errors.length * 0.9)]).toBeLessThan(0.006)
  })

  it('says what measured it, and that it was recorded', () => {
    expect(frames[0]!.source).toEqual({ id: 'realsense-recording', kind: 'stream', recorded: true })
    expect(frames[0]!.depth!.provenance).toEqual({
      kind: 'sensed',
      method: 'active-stereo',
      trust: 'declared',
      accuracy: 'absolute',
      recorded: true,
      device: { vendor: 'RealSense', model: 'Intel RealSense D435', serial: '012345678901' },
    })
  })
})

if (!existsSync(REAL_BAG))
  process.emitWarning(`${REAL_BAG} is not here: no recording of a real camera is tried.`)

describe.skipIf(!existsSync(REAL_BAG))('the recording of a real D435', () => {
  // Sizes, hashes and numbers as librealsense 2.56.5 and @foxglove/rosbag 0.4.1 read them.
  it('gives its one pair of pictures, its cameras and its device', async () => {
    const frames = await framesIn(REAL_BAG)
    expect(frames).toHaveLength(1)
    const { image, depth, colorIntrinsics, timestampMs } = frames[0]!
    expect([image.width, image.height, depth!.width, depth!.height]).toEqual([640, 480, 640, 480])
    expect(createHash('sha256').update(image.data).digest('hex').slice(0, 16)).toBe('dadf172834b856d4')
    const counts = Uint16Array.from(depth!.data, (metres) => Math.round(metres * 1000))
    expect(createHash('sha256').update(counts).digest('hex').slice(0, 16)).toBe('c5ae993b10a1fd36')
    expect(timestampMs).toBeCloseTo(360_713.523, 3)
    expect(depth!.timestampMs).toBeCloseTo(360_815.089, 3)
    expect(colorIntrinsics!.focalX).toBeCloseTo(613.2037, 3)
    expect(depth!.intrinsics.principalX).toBeCloseTo(331.8879, 3)
    expect(depth!.depthToColor!.translation[0]).toBeCloseTo(0.014311, 6)
    expect(depth!.provenance.device).toMatchObject({ model: 'Intel RealSense D435', serial: '728612070259' })
  })
})

describe('createRealsenseRecording', () => {
  it('refuses options it does not know or cannot use', () => {
    expect(() => createRealsenseRecording({ path: '' })).toThrow(/path/)
    expect(() => createRealsenseRecording({ path: 'x', loop: true } as never)).toThrow(/loop/)
  })

  it('says that a file is absent, or no recording', async () => {
    await expect(framesIn(at('absent.bag'))).rejects.toMatchObject({ code: 'device-unavailable' })
    await expect(framesIn(state.folder)).rejects.toMatchObject({ name: 'CaptureError' })
    await writeFile(at('text.bag'), 'no recording at all')
    await expect(framesIn(at('text.bag'))).rejects.toMatchObject({ code: 'malformed-recording' })
    await writeFile(at('empty.bag'), '')
    await expect(framesIn(at('empty.bag'))).rejects.toMatchObject({ code: 'malformed-recording' })
  })

  it('gives the frames before a damage, then says so', async () => {
    const whole = writeBag(state.recording)
    await writeFile(at('short.bag'), whole.subarray(0, whole.length * 0.8))
    const frames: Frame[] = []
    const reading = async () => {
      for await (const frame of await createRealsenseRecording({ path: at('short.bag') }).open())
        frames.push(frame)
    }
    await expect(reading()).rejects.toMatchObject({ code: 'malformed-recording', message: /cut short/ })
    expect(frames.length).toBeGreaterThan(0)
  })
})
