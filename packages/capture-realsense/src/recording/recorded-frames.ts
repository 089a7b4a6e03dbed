import { CaptureError, type DepthMap, type Extrinsics, type Frame, type Intrinsics } from '@faceward/spec'
import { relativeExtrinsics, toIntrinsics } from '../frames/calibration.js'
import { colorImage } from '../frames/color-image.js'
import { depthMetres } from '../frames/depth-metres.js'
import { type DeviceInfo, depthProvenance } from '../frames/depth-provenance.js'
import { LARGEST_SIDE } from './limits.js'
import { createImagePairing, type ImagePairing, sharesClock } from './pair-images.js'
import type { RecordedImage, RecordingEvent } from './recording-event.js'
import { damaged } from './recording-failure.js'

export const RECORDING_ID = 'realsense-recording'

const SOURCE = { id: RECORDING_ID, kind: 'stream', recorded: true } as const
const DEPTH_ENCODINGS = ['mono16', '16uc1', 'z16']
/** Where the file does not say how fast it was recorded. */
const USUAL_RATE = 30

interface StreamState {
  camera?: Intrinsics
  fromReference?: Extrinsics
  framesPerSecond?: number
}

interface State {
  info: DeviceInfo
  depthUnit?: number
  readonly depth: StreamState
  readonly color: StreamState
  /** The latest picture, until it is certain that no more of its metadata comes. */
  latest?: RecordedImage
  pairing?: ImagePairing
  sequence?: { readonly first: number; last: number }
}

/**
 * The frames of a recording: colour with the depth of the same moment, or colour alone where no depth was recorded.
 *
 * @throws CaptureError `malformed-recording`, `unsupported`
 */
export async function* recordedFrames(events: AsyncIterable<RecordingEvent>): AsyncGenerator<Frame> {
  const state: State = { info: {}, depth: {}, color: {} }
  for await (const event of events) yield* take(state, event)
  if (state.latest !== undefined) yield* release(state, state.latest)
  for (const { color, depth } of state.pairing?.end() ?? []) yield frameOf(state, color, depth)
  if (state.sequence !== undefined) return
  if (state.color.camera === undefined) {
    throw new CaptureError('The recording has no colour stream: faces are found in colour.', {
      code: 'unsupported',
    })
  }
  throw damaged('it holds no frame with colour, and depth where there is depth')
}

function* take(state: State, event: RecordingEvent): Generator<Frame> {
  switch (event.kind) {
    case 'device':
      state.info = { ...state.info, ...event.info }
      return
    case 'depth-unit':
      state.depthUnit = event.metres
      return
    case 'rate':
      state[event.stream].framesPerSecond = event.framesPerSecond
      return
    case 'camera':
      state[event.stream].camera = toIntrinsics(event.camera)
      return
    case 'place':
      state[event.stream].fromReference = event.fromReference
      return
    case 'metadata':
      if (state.latest?.stream === event.stream) state.latest = withMetadata(state.latest, event.values)
      return
    case 'image': {
      const { latest } = state
      state.latest = checked(event.image)
      if (latest !== undefined) yield* release(state, latest)
    }
  }
}

function* release(state: State, image: RecordedImage): Generator<Frame> {
  if (state.depth.camera === undefined) {
    if (image.stream === 'color') yield frameOf(state, image)
    return
  }
  state.pairing ??= createImagePairing(1000 / slowerRate(state))
  for (const { color, depth } of state.pairing.push(image)) yield frameOf(state, color, depth)
}

function slowerRate({ depth, color }: State): number {
  const rates = [depth.framesPerSecond, color.framesPerSecond].filter(
    (rate) => rate !== undefined && rate > 0,
  )
  return Math.min(...(rates.length === 0 ? [USUAL_RATE] : (rates as number[])))
}

function frameOf(state: State, color: RecordedImage, depth?: RecordedImage): Frame {
  const colorIntrinsics = state.color.camera
  return {
    image: colorImage(color.encoding, color),
    timestampMs: color.timestampMs,
    sequence: sequenceOf(state, color.number),
    source: SOURCE,
    ...(colorIntrinsics === undefined ? {} : { colorIntrinsics }),
    ...(depth === undefined ? {} : { depth: depthOf(state, depth, color) }),
  }
}

function depthOf(state: State, depth: RecordedImage, color: RecordedImage): DepthMap {
  const { width, height } = depth
  const unit = depth.depthUnit ?? state.depthUnit
  const intrinsics = state.depth.camera as Intrinsics
  if (unit === undefined || !(unit > 0 && unit < 1)) throw damaged('it does not say the unit of its depth')
  if (!DEPTH_ENCODINGS.includes(depth.encoding.toLowerCase()) || depth.stride < 2 * width) {
    throw new CaptureError('A depth stream in this format is not supported; record Z16.', {
      code: 'unsupported',
    })
  }
  const depthToColor = placeOfColor(state)
  return {
    width,
    height,
    data: depthMetres(depth.data, depth, unit),
    intrinsics,
    registeredToColor: false,
    ...(depthToColor === undefined ? {} : { depthToColor }),
    ...(sharesClock(depth, color) ? { timestampMs: depth.timestampMs } : {}),
    provenance: depthProvenance(state.info, { recorded: true }),
  }
}

function placeOfColor({ depth, color }: State): Extrinsics | undefined {
  if (depth.fromReference === undefined || color.fromReference === undefined) return undefined
  return relativeExtrinsics(depth.fromReference, color.fromReference)
}

/** The device's count from the first frame on; counts that do not go up are no counts. */
function sequenceOf(state: State, number: number): number {
  state.sequence ??= { first: number, last: -1 }
  const { first, last } = state.sequence
  state.sequence.last = number - first > last ? number - first : last + 1
  return state.sequence.last
}

function checked(image: RecordedImage): RecordedImage {
  const { width, height, stride, data } = image
  const isSized = [width, height].every((side) => side > 0 && side <= LARGEST_SIDE)
  if (!isSized || stride * height !== data.length) throw damaged('a picture is not of the size it states')
  return image
}

/** The names under which librealsense keeps what a picture's header has no room for. */
const METADATA = {
  domain: 'timestamp_domain',
  timestamp: 'timestamp',
  number: 'Frame number',
  depthUnit: 'depth_units',
} as const

function withMetadata(image: RecordedImage, values: Readonly<Record<string, string>>): RecordedImage {
  const number = numberIn(values, METADATA.number)
  const timestampMs = numberIn(values, METADATA.timestamp)
  const depthUnit = numberIn(values, METADATA.depthUnit)
  const clockDomain = values[METADATA.domain]
  return {
    ...image,
    ...(number === undefined ? {} : { number }),
    ...(timestampMs === undefined ? {} : { timestampMs }),
    ...(depthUnit === undefined ? {} : { depthUnit }),
    ...(clockDomain === undefined ? {} : { clockDomain }),
  }
}

function numberIn(values: Readonly<Record<string, string>>, name: string): number | undefined {
  const value = values[name] === undefined ? Number.NaN : Number(values[name])
  return Number.isFinite(value) ? value : undefined
}
