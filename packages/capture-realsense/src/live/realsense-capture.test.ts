import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { CaptureSession, Frame } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Bundles,
  bundleForThreads,
  compileFakeLibrary,
  type FakeBehaviour,
  type FakeLibrary,
  isCompilerHere,
  NOTHING_LEFT,
} from '../../test/fake-library.js'
import { listDevices } from './list-realsense-devices.js'
import { createRealsenseCapture, liveCapture } from './realsense-capture.js'

const threads = {} as Bundles
beforeAll(async () => void Object.assign(threads, await bundleForThreads()))
afterAll(() => threads.remove?.())

describe('options and what is missing', () => {
  it('refuses options it does not know or cannot use', () => {
    expect(() => createRealsenseCapture({ fps: 3 } as never)).toThrow(/fps/)
    expect(() => createRealsenseCapture({ framesPerSecond: 0 })).toThrow(/framesPerSecond/)
    expect(() => createRealsenseCapture({ depth: { width: 640, height: 0.5 } })).toThrow(/depth/)
    expect(() => createRealsenseCapture({ libraryPath: 'librealsense2.so' })).toThrow(/absolute/)
    expect(() => createRealsenseCapture({ serial: '../x' })).toThrow(/serial/)
  })

  it('says that the library is missing and what to do', async () => {
    const camera = liveCapture({ libraryPath: '/nowhere/librealsense2.so' }, threads.surroundings)
    await expect(camera.open()).rejects.toMatchObject({
      name: 'CaptureError',
      code: 'library-missing',
      message: expect.stringMatching(/\/nowhere\/librealsense2\.so.*Install/),
    })
  })
})

describe.skipIf(!isCompilerHere)('a live camera', () => {
  const state = {} as { fake: FakeLibrary }
  beforeAll(() => {
    state.fake = compileFakeLibrary()
  })
  afterAll(() => state.fake?.remove())

  function camera(behaviour: FakeBehaviour = {}, options: object = {}) {
    state.fake.behave(behaviour)
    return liveCapture({ libraryPath: state.fake.path, warmUpFrames: 3, ...options }, threads.surroundings)
  }
  const expectNothingLeft = () => expect(state.fake.log().at(-1)).toMatch(NOTHING_LEFT)

  it('gives frames with depth, after the warm-up, until the loop is left', async () => {
    const frames: Frame[] = []
    for await (const frame of await camera().open()) {
      frames.push(frame)
      if (frames.length === 5) break
    }
    const [{ depth, source, image, sequence } = {} as Frame] = frames
    expect(source).toEqual({ id: 'realsense', kind: 'stream' })
    expect([image.width, image.height, image.format, sequence]).toEqual([64, 48, 'rgb8', 0])
    expect(image.data[0]).toBeGreaterThan(3)
    expect(depth?.provenance).toMatchObject({ kind: 'sensed', trust: 'driver' })
    expect(depth?.provenance.recorded).toBeUndefined()
    expect(depth?.registeredToColor).toBe(false)
    const counts = frames.map((frame) => frame.sequence)
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b))
    expectNothingLeft()
  })

  it('gives the newest frame to a slow consumer; the count shows the gap', async () => {
    let before: number | undefined
    let gap = 0
    for await (const { sequence } of await camera().open()) {
      gap = sequence - (before ?? sequence)
      before = sequence
      if (gap > 1) break
      // Once is enough, but on a busy machine the camera may be as slow as its reader.
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(gap).toBeGreaterThan(1)
    expectNothingLeft()
  })

  it('stops when it is closed, also while a frame is awaited, and again', async () => {
    const session = await camera({ FRAMES: 0 }).open()
    const first = session[Symbol.asyncIterator]().next()
    await session.close()
    await session.close()
    expect(await first).toEqual({ done: true, value: undefined })
    expectNothingLeft()
  })

  it('stops when it is aborted, while it opens and afterwards', async () => {
    const before = AbortSignal.abort(new Error('before'))
    await expect(camera().open({ signal: before })).rejects.toThrow('before')
    const opening = new AbortController()
    const opened = camera().open({ signal: opening.signal })
    opening.abort(new Error('opening'))
    await expect(opened).rejects.toThrow('opening')
    const streaming = new AbortController()
    const session = await camera({ FRAMES: 4 }).open({ signal: streaming.signal })
    const reading = all(session)
    streaming.abort(new Error('streaming'))
    await expect(reading).rejects.toThrow('streaming')
    expectNothingLeft()
  })

  it.each([
    ['unplugged', { FRAMES: 6, UNPLUG: 1 }, /unplugged/],
    ['silent', { FRAMES: 6 }, /nothing for 400 ms/],
    ['failing', { FRAMES: 6, FAIL: 'rs2_pipeline_try_wait_for_frames|1|Device disconnected' }, /was lost/],
  ] as const)('says that a camera is lost: %s', async (_, behaviour, message) => {
    const session = await camera(behaviour, { maximumGapMs: 400 }).open()
    await expect(all(session)).rejects.toMatchObject({ code: 'device-lost', message, retryable: true })
    expectNothingLeft()
  })

  it('says what is wrong with a camera that does not open', async () => {
    const busy = camera({ FAIL: 'rs2_pipeline_start_with_config|2|Device or resource busy' })
    await expect(busy.open()).rejects.toMatchObject({ code: 'device-busy' })
    expectNothingLeft()
    state.fake.behave({ FAIL: 'rs2_pipeline_start_with_config|0|No device connected' })
    const onUsb = { ...threads.surroundings, isOnUsb: async () => true }
    await expect(liveCapture({ libraryPath: state.fake.path }, onUsb).open()).rejects.toMatchObject({
      code: 'permission-denied',
      message: /udev/,
    })
  })

  it('lists the cameras', async () => {
    const options = { libraryPath: state.fake.path }
    state.fake.behave({ DEVICES: 2 })
    const device = { serial: '012345678901', name: 'Intel RealSense D435', usb: '3.2' }
    expect(await listDevices(options, threads.surroundings)).toEqual([device, device])
    expectNothingLeft()
    state.fake.behave({ DEVICES: 0 })
    expect(await listDevices(options, threads.surroundings)).toEqual([])
    const onUsb = { ...threads.surroundings, isOnUsb: async () => true }
    await expect(listDevices(options, onUsb)).rejects.toMatchObject({ code: 'permission-denied' })
  })

  it.each([
    ['a signal', 'SIGTERM', null],
    ['process.exit', 'exit', 7],
    ['an uncaught error', 'throw', 1],
  ])('stops in order when the process ends by %s', async (_, ending, exitCode) => {
    state.fake.behave()
    const child = spawn(process.execPath, [threads.childPath, state.fake.path, ending], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    child.stdout.once('data', () => {
      if (ending === 'SIGTERM') child.kill(ending)
    })
    const [code, signal] = await once(child, 'exit')
    expect([code, signal]).toEqual([exitCode, ending === 'SIGTERM' ? 'SIGTERM' : null])
    expectNothingLeft()
  })
})

async function all(session: CaptureSession): Promise<Frame[]> {
  const frames: Frame[] = []
  for await (const frame of session) frames.push(frame)
  return frames
}
