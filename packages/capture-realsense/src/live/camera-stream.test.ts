import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  compileFakeLibrary,
  type FakeLibrary,
  isCompilerHere,
  NOTHING_LEFT,
} from '../../test/fake-library.js'
import { cameraFailure } from './camera-failure.js'
import { type CameraStream, openCamera } from './camera-stream.js'
import type { CameraFrame } from './copy-frames.js'
import { liveSettings } from './live-settings.js'
import { type LoadedLibrary, loadLibrary } from './load-library.js'

const SETTINGS = liveSettings({
  serial: '012345678901',
  color: { width: 1280, height: 720 },
  framesPerSecond: 15,
})

describe.skipIf(!isCompilerHere)('a camera, through the calls of the library', () => {
  const state = {} as { fake: FakeLibrary; library: LoadedLibrary }
  beforeAll(async () => {
    state.fake = compileFakeLibrary()
    state.library = await loadLibrary(state.fake.path)
  })
  afterAll(() => state.fake?.remove())

  function open(behaviour: Parameters<FakeLibrary['behave']>[0] = {}): CameraStream {
    state.fake.behave(behaviour)
    return openCamera(state.library, SETTINGS)
  }

  function take(camera: CameraStream, count: number): CameraFrame[] {
    const frames: CameraFrame[] = []
    for (let i = 0; i < count; i++) camera.next(100, (set) => frames.push(camera.copy(set)!))
    return frames
  }

  it('is opened and closed in order, and nothing is kept', () => {
    const camera = open()
    take(camera, 40)
    camera.close()
    expect(state.fake.log()).toEqual([
      'rs2_create_context',
      'rs2_create_pipeline',
      'rs2_create_config',
      'rs2_config_enable_device 012345678901',
      'rs2_config_enable_stream 1 -1 640x480 1 15',
      'rs2_config_enable_stream 2 -1 1280x720 5 15',
      'rs2_pipeline_start_with_config',
      'rs2_set_option 18 1',
      'rs2_pipeline_stop',
      'rs2_delete_device',
      'rs2_delete_pipeline_profile',
      'rs2_delete_config',
      'rs2_delete_pipeline',
      'rs2_delete_context',
      expect.stringMatching(NOTHING_LEFT),
    ])
  })

  it('says what it is and how its cameras stand', () => {
    const camera = open()
    const { facts } = camera
    camera.close()
    expect(facts).toEqual({
      provenance: {
        kind: 'sensed',
        method: 'active-stereo',
        trust: 'driver',
        accuracy: 'absolute',
        device: {
          vendor: 'RealSense',
          model: 'Intel RealSense D435',
          serial: '012345678901',
          driver: 'librealsense 2.58.2',
        },
      },
      // Pixel centres at .5, rotation by rows, a lens without bends is none.
      depthIntrinsics: { width: 64, height: 48, focalX: 40, focalY: 41, principalX: 31.75, principalY: 24 },
      colorIntrinsics: {
        width: 64,
        height: 48,
        focalX: 60,
        focalY: 61,
        principalX: 33,
        principalY: 24.75,
        distortion: { model: 'inverse-brown-conrady', coefficients: [Math.fround(0.1), 0, 0, 0, 0] },
      },
      depthToColor: { rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1], translation: [Math.fround(0.015), 0, 0] },
    })
  })

  it('gives pictures of their own memory, without the padding of rows, and metres', () => {
    const camera = open()
    const [first, second] = take(camera, 2)
    camera.close()
    expect(first).toMatchObject({ number: 5_000_000_001, timestampMs: 1033.25, depthTimestampMs: 1034.25 })
    expect(second?.timestampMs).toBe(1066.5)
    for (const [i, { color, depth }] of [first!, second!].entries()) {
      expect(color.data).toHaveLength(64 * 48 * 3)
      expect(new Set(color.data)).toEqual(new Set([i + 1]))
      expect(depth.data).toHaveLength(64 * 48)
      expect(depth.data.every((metres) => Math.abs(metres - (0.401 + i / 1000)) < 1e-6)).toBe(true)
    }
  })

  it('gives a set of frames back when what it is used for fails', () => {
    const camera = open()
    for (let i = 0; i < 20; i++) {
      expect(() =>
        camera.next(100, () => {
          throw new Error('of the consumer')
        }),
      ).toThrow('of the consumer')
    }
    expect(take(camera, 1)).toHaveLength(1)
    camera.close()
    expect(state.fake.log().at(-1)).toMatch(NOTHING_LEFT)
  })

  // Every call that can fail, while the camera is opened and while it streams.
  const OPENING = [
    'rs2_create_context',
    'rs2_create_pipeline',
    'rs2_create_config',
    'rs2_config_enable_device',
    'rs2_config_enable_stream',
    'rs2_pipeline_start_with_config',
    'rs2_pipeline_profile_get_device',
    'rs2_supports_device_info',
    'rs2_get_device_info',
    'rs2_query_sensors',
    'rs2_get_sensors_count',
    'rs2_create_sensor',
    'rs2_is_sensor_extendable_to',
    'rs2_supports_option',
    'rs2_set_option',
    'rs2_pipeline_profile_get_streams',
    'rs2_get_stream_profiles_count',
    'rs2_get_stream_profile',
    'rs2_get_stream_profile_data',
    'rs2_get_extrinsics',
    'rs2_get_video_stream_intrinsics',
  ]
  const STREAMING = [
    'rs2_embedded_frames_count',
    'rs2_extract_frame',
    'rs2_is_frame_extendable_to',
    'rs2_get_frame_width',
    'rs2_get_frame_height',
    'rs2_get_frame_stride_in_bytes',
    'rs2_get_frame_data',
    'rs2_get_frame_data_size',
    'rs2_depth_frame_get_units',
    'rs2_get_frame_number',
    'rs2_get_frame_timestamp',
    'rs2_get_frame_timestamp_domain',
  ]

  it.each(OPENING)('keeps nothing when %s fails', (call) => {
    expect(() => open({ FAIL: `${call}|0|as asked for` })).toThrow('as asked for')
    const log = state.fake.log()
    if (call !== 'rs2_create_context') expect(log.at(-1)).toMatch(NOTHING_LEFT)
    if (log.includes('rs2_pipeline_start_with_config') && call !== 'rs2_pipeline_start_with_config') {
      expect(log.indexOf('rs2_pipeline_stop')).toBeLessThan(log.indexOf('rs2_delete_config'))
      expect(log).toContain('rs2_pipeline_stop')
    }
  })

  it.each(STREAMING)('keeps nothing when %s fails', (call) => {
    const camera = open({ FAIL: `${call}|0|as asked for` })
    expect(() => take(camera, 1)).toThrow('as asked for')
    camera.close()
    expect(state.fake.log().at(-1)).toMatch(NOTHING_LEFT)
  })

  it('keeps nothing when it cannot be stopped, as after it was unplugged', () => {
    const camera = open({ FAIL: 'rs2_pipeline_stop|1|as asked for' })
    camera.close()
    expect(state.fake.log().at(-1)).toMatch(NOTHING_LEFT)
  })

  it.each([
    ['No device connected', 0, 'device-unavailable'],
    ['xioctl(VIDIOC_S_FMT) failed, errno=16 Last Error: Device or resource busy', 2, 'device-busy'],
    ['failed to open usb interface: 0, error: RS2_USB_STATUS_ACCESS', 2, 'permission-denied'],
    ["Couldn't resolve requests", 0, 'unsupported'],
    ['Device disconnected. Failed to recconect', 1, 'device-lost'],
    ['something nobody has seen', 0, 'device-unavailable'],
  ])('tells what "%s" means', (said, type, code) => {
    const failure = () => {
      try {
        open({ FAIL: `rs2_pipeline_start_with_config|${type}|${said}` })
      } catch (error) {
        return cameraFailure(error, false)
      }
      return undefined
    }
    expect(failure()).toMatchObject({ name: 'CaptureError', code, message: expect.stringContaining(said) })
  })
})
