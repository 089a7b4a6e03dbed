import { CaptureError, type DepthProvenance, type Extrinsics, type Intrinsics } from '@faceward/spec'
import { toDistortion, toExtrinsics, toIntrinsics } from '../frames/calibration.js'
import { type DeviceInfo, depthProvenance } from '../frames/depth-provenance.js'
import { type CameraFrame, copyFrames } from './copy-frames.js'
import type { LiveSettings } from './live-settings.js'
import type { LoadedLibrary } from './load-library.js'
import type { Config, Context, Device, Pipeline, Profile, Rs2, RsFrame, StreamProfile } from './rs2.js'
import { ANY_INDEX, CAMERA_INFO, EXTENSION, FORMAT, OPTION, STREAM } from './rs2-constants.data.js'

/** What is true of all frames of an open camera. */
export interface CameraFacts {
  readonly provenance: DepthProvenance
  readonly colorIntrinsics: Intrinsics
  readonly depthIntrinsics: Intrinsics
  readonly depthToColor: Extrinsics
}

/** An open camera. Every call blocks the thread for a moment, or as long as it says. */
export interface CameraStream {
  readonly facts: CameraFacts
  /**
   * Waits for the next set of frames and lets `use` take what it needs of it; the set is given back afterwards,
   * whatever happens. False when none came in time.
   */
  next(milliseconds: number, use: (frames: RsFrame) => void): boolean
  /** Copies colour and depth out of a set; undefined when one of them is missing. */
  copy(frames: RsFrame): CameraFrame | undefined
  /** Whether the camera is still connected. */
  isConnected(): boolean
  /** Stops, then gives back everything in order. To be called once. */
  close(): void
}

/**
 * Starts depth and colour. What was made is given back when a later step fails.
 *
 * @throws Rs2Error, CaptureError
 */
export function openCamera({ rs2, apiVersion, driver }: LoadedLibrary, settings: LiveSettings): CameraStream {
  const open: Open = { releases: [] }
  try {
    const context = keep(open, rs2.createContext(apiVersion), rs2.deleteContext)
    const pipeline = keep(open, rs2.createPipeline(context), rs2.deletePipeline)
    const config = keep(open, rs2.createConfig(), rs2.deleteConfig)
    configure(rs2, config, settings)
    const profile = keep(open, rs2.start(pipeline, config), rs2.deleteProfile)
    open.started = pipeline
    const device = keep(open, rs2.profileDevice(profile), rs2.deleteDevice)
    const info = readDeviceInfo(rs2, device)
    const emitter = setEmitter(rs2, device, settings.emitter)
    const provenance = depthProvenance(info, { driver, ...(emitter === undefined ? {} : { emitter }) })
    const facts = { provenance, ...readCalibration(rs2, profile) }
    return streamOf(rs2, { context, pipeline, device, open }, facts)
  } catch (error) {
    closeAll(rs2, open)
    throw error
  }
}

interface Open {
  /** The pipeline, while it runs. */
  started?: Pipeline
  /** Last in, first out. */
  readonly releases: (() => void)[]
}

function keep<Made>(open: Open, made: Made, release: (made: Made) => void): Made {
  open.releases.push(() => release(made))
  return made
}

/** The pipeline stops before anything of it is deleted, and a failing stop keeps nothing from being deleted. */
function closeAll(rs2: Rs2, open: Open): void {
  try {
    if (open.started !== undefined) rs2.stop(open.started)
  } catch {
    // The camera was unplugged: there is nothing to stop.
  }
  delete open.started
  for (const release of open.releases.splice(0).reverse()) release()
}

function configure(rs2: Rs2, config: Config, { serial, color, depth, framesPerSecond }: LiveSettings): void {
  if (serial !== undefined) rs2.enableDevice(config, serial)
  const { z16, rgb8 } = FORMAT
  rs2.enableStream(config, STREAM.depth, ANY_INDEX, depth.width, depth.height, z16, framesPerSecond)
  rs2.enableStream(config, STREAM.color, ANY_INDEX, color.width, color.height, rgb8, framesPerSecond)
}

/** What the device says of itself, as far as it does. */
export function readDeviceInfo(rs2: Rs2, device: Device): DeviceInfo {
  const pairs = Object.entries(CAMERA_INFO).flatMap(([name, info]) =>
    rs2.supportsInfo(device, info) === 0 ? [] : [[name, rs2.deviceInfo(device, info)] as const],
  )
  return Object.fromEntries(pairs)
}

/** Undefined when the camera has no projector. */
function setEmitter(rs2: Rs2, device: Device, isOn: boolean): boolean | undefined {
  const list = rs2.querySensors(device)
  try {
    for (let i = 0; i < rs2.sensorCount(list); i++) {
      const sensor = rs2.createSensor(list, i)
      try {
        if (rs2.isSensor(sensor, EXTENSION.depthSensor) === 0) continue
        if (rs2.supportsOption(sensor, OPTION.emitterEnabled) === 0) continue
        rs2.setOption(sensor, OPTION.emitterEnabled, isOn ? 1 : 0)
        return isOn
      } finally {
        rs2.deleteSensor(sensor)
      }
    }
    return undefined
  } finally {
    rs2.deleteSensorList(list)
  }
}

function readCalibration(rs2: Rs2, profile: Profile): Omit<CameraFacts, 'provenance'> {
  const list = rs2.profileStreams(profile)
  try {
    const streams = Array.from({ length: rs2.streamCount(list) }, (_, i) => rs2.streamProfile(list, i))
    const depth = streams.find((stream) => rs2.streamKind(stream) === STREAM.depth)
    const color = streams.find((stream) => rs2.streamKind(stream) === STREAM.color)
    if (depth === undefined || color === undefined) {
      throw new CaptureError('The camera gives no depth and colour together.', { code: 'unsupported' })
    }
    const { rotation, translation } = rs2.extrinsics(depth, color)
    return {
      colorIntrinsics: cameraOf(rs2, color),
      depthIntrinsics: cameraOf(rs2, depth),
      depthToColor: toExtrinsics([...rotation], [...translation]),
    }
  } finally {
    rs2.deleteStreamProfiles(list)
  }
}

function cameraOf(rs2: Rs2, stream: StreamProfile): Intrinsics {
  const { model, coeffs, ...camera } = rs2.intrinsics(stream)
  return toIntrinsics({ ...camera, distortion: toDistortion(model, [...coeffs]) })
}

function streamOf(
  rs2: Rs2,
  handles: {
    readonly context: Context
    readonly pipeline: Pipeline
    readonly device: Device
    readonly open: Open
  },
  facts: CameraFacts,
): CameraStream {
  const { context, pipeline, device, open } = handles
  return {
    facts,
    next(milliseconds, use) {
      const frames = rs2.waitForFrames(pipeline, milliseconds)
      if (frames === undefined) return false
      try {
        use(frames)
      } finally {
        rs2.releaseFrame(frames)
      }
      return true
    },
    copy: (frames) => copyFrames(rs2, frames),
    isConnected() {
      const list = rs2.queryDevices(context)
      try {
        return rs2.listContains(list, device) !== 0
      } finally {
        rs2.deleteDeviceList(list)
      }
    },
    close: () => closeAll(rs2, open),
  }
}
