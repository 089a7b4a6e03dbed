import type { Koffi } from './load-koffi.js'
import { EXCEPTION } from './rs2-constants.data.js'

// The one file that calls the vendor's library. A pointer is a plain number to koffi, and a wrong one ends the
// process: handles are branded by kind, and made and used only as the library's headers say.

declare const kind: unique symbol
/** A pointer to something of the library's, by kind. */
export type Handle<Kind extends string> = bigint & { readonly [kind]: Kind }

export type Context = Handle<'context'>
export type Pipeline = Handle<'pipeline'>
export type Config = Handle<'config'>
export type Profile = Handle<'pipeline profile'>
export type Device = Handle<'device'>
export type DeviceList = Handle<'device list'>
export type Sensor = Handle<'sensor'>
export type SensorList = Handle<'sensor list'>
export type StreamProfile = Handle<'stream profile'>
export type StreamProfileList = Handle<'stream profile list'>
export type RsFrame = Handle<'frame'>

/** `rs2_intrinsics` */
export interface RsIntrinsics {
  readonly width: number
  readonly height: number
  readonly ppx: number
  readonly ppy: number
  readonly fx: number
  readonly fy: number
  readonly model: number
  readonly coeffs: Float32Array
}

/** `rs2_extrinsics`: rotation column by column, translation in metres. */
export interface RsExtrinsics {
  readonly rotation: Float32Array
  readonly translation: Float32Array
}

/** What the library said of a call that failed. */
export class Rs2Error extends Error {
  override readonly name = 'Rs2Error'
  readonly call: string
  readonly isDisconnected: boolean
  constructor(call: string, message: string, isDisconnected: boolean) {
    super(message)
    this.call = call
    this.isDisconnected = isDisconnected
  }
}

/** The calls that are used. A failed one throws {@link Rs2Error}; those that free cannot fail. */
export type Rs2 = ReturnType<typeof bindRs2>

/** @throws Error when there is no library of that name, or it lacks one of the functions. */
export function bindRs2(koffi: Koffi, path: string) {
  const library = koffi.load(path)
  type TypeSpec = Parameters<Koffi['sizeof']>[0]
  const POINTER = 'void *'
  const out = (type: TypeSpec) => koffi.out(koffi.pointer(type))
  const INTRINSICS = koffi.struct({
    width: 'int',
    height: 'int',
    ppx: 'float',
    ppy: 'float',
    fx: 'float',
    fy: 'float',
    model: 'int',
    coeffs: koffi.array('float', 5),
  })
  const EXTRINSICS = koffi.struct({ rotation: koffi.array('float', 9), translation: koffi.array('float', 3) })

  const messageOf = library.func('rs2_get_error_message', 'str', [POINTER])
  const typeOf = library.func('rs2_get_librealsense_exception_type', 'int', [POINTER])
  const freeError = library.func('rs2_free_error', 'void', [POINTER])

  /** A function whose last parameter is `rs2_error **`. */
  function bind<Given extends readonly unknown[], Result>(
    name: string,
    result: string,
    ...given: TypeSpec[]
  ) {
    const call = library.func(name, result, [...given, out(POINTER)])
    return (...values: Given): Result => {
      const error: [bigint | null] = [null]
      const answer = call(...values, error) as Result
      if (error[0] === null) return answer
      const failure = new Rs2Error(
        name,
        String(messageOf(error[0])),
        typeOf(error[0]) === EXCEPTION.cameraDisconnected,
      )
      freeError(error[0])
      throw failure
    }
  }
  function free<Made>(name: string): (made: Made) => void {
    return library.func(name, 'void', [POINTER])
  }

  const tryWait = bind<[Pipeline, [RsFrame | null], number], number>(
    'rs2_pipeline_try_wait_for_frames',
    'int',
    POINTER,
    out(POINTER),
    'uint',
  )
  const frameData = bind<[RsFrame], bigint>('rs2_get_frame_data', POINTER, POINTER)
  const dataSize = bind<[RsFrame], number>('rs2_get_frame_data_size', 'int', POINTER)
  const cameraOf = bind<[StreamProfile, object], void>(
    'rs2_get_video_stream_intrinsics',
    'void',
    POINTER,
    out(INTRINSICS),
  )
  const placeOf = bind<[StreamProfile, StreamProfile, object], void>(
    'rs2_get_extrinsics',
    'void',
    POINTER,
    POINTER,
    out(EXTRINSICS),
  )
  const INT = out('int')
  const streamOf = bind<[StreamProfile, ...(readonly [number])[]], void>(
    'rs2_get_stream_profile_data',
    'void',
    POINTER,
    INT,
    INT,
    INT,
    INT,
    INT,
  )

  return {
    apiVersion: bind<[], number>('rs2_get_api_version', 'int'),
    createContext: bind<[version: number], Context>('rs2_create_context', POINTER, 'int'),
    deleteContext: free<Context>('rs2_delete_context'),

    queryDevices: bind<[Context], DeviceList>('rs2_query_devices', POINTER, POINTER),
    deviceCount: bind<[DeviceList], number>('rs2_get_device_count', 'int', POINTER),
    createDevice: bind<[DeviceList, index: number], Device>('rs2_create_device', POINTER, POINTER, 'int'),
    listContains: bind<[DeviceList, Device], number>('rs2_device_list_contains', 'int', POINTER, POINTER),
    deleteDeviceList: free<DeviceList>('rs2_delete_device_list'),
    supportsInfo: bind<[Device, info: number], number>('rs2_supports_device_info', 'int', POINTER, 'int'),
    deviceInfo: bind<[Device, info: number], string>('rs2_get_device_info', 'str', POINTER, 'int'),
    deleteDevice: free<Device>('rs2_delete_device'),

    querySensors: bind<[Device], SensorList>('rs2_query_sensors', POINTER, POINTER),
    sensorCount: bind<[SensorList], number>('rs2_get_sensors_count', 'int', POINTER),
    createSensor: bind<[SensorList, index: number], Sensor>('rs2_create_sensor', POINTER, POINTER, 'int'),
    isSensor: bind<[Sensor, extension: number], number>('rs2_is_sensor_extendable_to', 'int', POINTER, 'int'),
    supportsOption: bind<[Sensor, option: number], number>('rs2_supports_option', 'int', POINTER, 'int'),
    setOption: bind<[Sensor, option: number, value: number], void>(
      'rs2_set_option',
      'void',
      POINTER,
      'int',
      'float',
    ),
    deleteSensor: free<Sensor>('rs2_delete_sensor'),
    deleteSensorList: free<SensorList>('rs2_delete_sensor_list'),

    createPipeline: bind<[Context], Pipeline>('rs2_create_pipeline', POINTER, POINTER),
    createConfig: bind<[], Config>('rs2_create_config', POINTER),
    enableDevice: bind<[Config, serial: string], void>('rs2_config_enable_device', 'void', POINTER, 'str'),
    enableStream: bind<
      [Config, stream: number, index: number, width: number, height: number, format: number, rate: number],
      void
    >('rs2_config_enable_stream', 'void', POINTER, 'int', 'int', 'int', 'int', 'int', 'int'),
    start: bind<[Pipeline, Config], Profile>('rs2_pipeline_start_with_config', POINTER, POINTER, POINTER),
    stop: bind<[Pipeline], void>('rs2_pipeline_stop', 'void', POINTER),
    deleteConfig: free<Config>('rs2_delete_config'),
    deletePipeline: free<Pipeline>('rs2_delete_pipeline'),

    profileDevice: bind<[Profile], Device>('rs2_pipeline_profile_get_device', POINTER, POINTER),
    profileStreams: bind<[Profile], StreamProfileList>('rs2_pipeline_profile_get_streams', POINTER, POINTER),
    streamCount: bind<[StreamProfileList], number>('rs2_get_stream_profiles_count', 'int', POINTER),
    streamProfile: bind<[StreamProfileList, index: number], StreamProfile>(
      'rs2_get_stream_profile',
      POINTER,
      POINTER,
      'int',
    ),
    deleteStreamProfiles: free<StreamProfileList>('rs2_delete_stream_profiles_list'),
    deleteProfile: free<Profile>('rs2_delete_pipeline_profile'),
    /** `rs2_stream` */
    streamKind(profile: StreamProfile): number {
      const [stream, format, index, id, rate] = [[0], [0], [0], [0], [0]] as [number][]
      streamOf(profile, stream!, format!, index!, id!, rate!)
      return stream![0]
    },
    intrinsics(profile: StreamProfile): RsIntrinsics {
      const found = {}
      cameraOf(profile, found)
      return found as RsIntrinsics
    },
    extrinsics(from: StreamProfile, to: StreamProfile): RsExtrinsics {
      const found = {}
      placeOf(from, to, found)
      return found as RsExtrinsics
    },

    /** A set of frames, or undefined after `milliseconds`. Blocks the thread meanwhile. */
    waitForFrames(pipeline: Pipeline, milliseconds: number): RsFrame | undefined {
      const found: [RsFrame | null] = [null]
      return tryWait(pipeline, found, milliseconds) === 0 ? undefined : (found[0] ?? undefined)
    },
    embeddedCount: bind<[RsFrame], number>('rs2_embedded_frames_count', 'int', POINTER),
    extract: bind<[RsFrame, index: number], RsFrame>('rs2_extract_frame', POINTER, POINTER, 'int'),
    isFrame: bind<[RsFrame, extension: number], number>('rs2_is_frame_extendable_to', 'int', POINTER, 'int'),
    width: bind<[RsFrame], number>('rs2_get_frame_width', 'int', POINTER),
    height: bind<[RsFrame], number>('rs2_get_frame_height', 'int', POINTER),
    stride: bind<[RsFrame], number>('rs2_get_frame_stride_in_bytes', 'int', POINTER),
    timestampMs: bind<[RsFrame], number>('rs2_get_frame_timestamp', 'double', POINTER),
    clockDomain: bind<[RsFrame], number>('rs2_get_frame_timestamp_domain', 'int', POINTER),
    frameNumber: bind<[RsFrame], number | bigint>('rs2_get_frame_number', 'uint64_t', POINTER),
    depthUnit: bind<[RsFrame], number>('rs2_depth_frame_get_units', 'float', POINTER),
    /** The library's own memory, which it uses again once the frame is released: copy before. */
    data(frame: RsFrame): Uint8Array {
      return new Uint8Array(koffi.view(frameData(frame), dataSize(frame)))
    },
    releaseFrame: free<RsFrame>('rs2_release_frame'),
  }
}
