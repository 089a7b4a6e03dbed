import { join } from 'node:path'
import { assertKnownOptions } from '@faceward/plugin-kit'
import type { CaptureProvider, DepthMap, DepthMethod, ImageDecoder, Intrinsics } from '@faceward/spec'
import { readDepthPng } from '../depth-png.js'
import { type RecordedFrame, recordedCapture } from '../recorded-capture.js'
import { malformedRecording, readRecording } from '../recording-file.js'
import { type ListedPicture, matchTimes, parseList } from './tum-lists.js'

/** Options of {@link createTumCapture}. */
export interface TumCaptureOptions {
  /** The folder with `rgb.txt` and `depth.txt`. */
  readonly folder: string
  readonly decodeImage: ImageDecoder
  /** Of the colour pictures; the benchmark's own default for 640 x 480 unless told (focal length 525). */
  readonly intrinsics?: Intrinsics
  /** Steps a metre; 5000 unless told, as the benchmark has it. */
  readonly stepsPerMetre?: number
  /** `structured-light` unless told: the benchmark's Kinect. */
  readonly method?: DepthMethod
}

const KEYS = ['folder', 'decodeImage', 'intrinsics', 'stepsPerMetre', 'method'] as const
const LIST_BYTES = 16 * 1024 * 1024
const PICTURE_BYTES = 64 * 1024 * 1024

/** The benchmark counts pixel centres from 0: 319.5 and 239.5 there. */
const DEFAULT_CAMERA: Intrinsics = {
  width: 640,
  height: 480,
  focalX: 525,
  focalY: 525,
  principalX: 320,
  principalY: 240,
}

/**
 * Frames of a folder in the form of the TUM RGB-D benchmark: `rgb.txt` and `depth.txt` list times in seconds and
 * files, depth is a 16-bit PNG already registered to colour. A colour picture gets the depth nearest in time, within
 * 20 ms; one without is given without depth.
 *
 * Sessions throw CaptureError `device-unavailable`, `permission-denied`, `malformed-recording`; ImageDecodeError.
 */
export function createTumCapture(options: TumCaptureOptions): CaptureProvider {
  assertKnownOptions('createTumCapture', options, KEYS)
  return recordedCapture({ id: 'tum', kind: 'stream', read: (signal) => framesOf(options, signal) })
}

async function* framesOf(
  options: TumCaptureOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordedFrame> {
  const { folder, decodeImage, intrinsics = DEFAULT_CAMERA } = options
  const [colors, depths] = await Promise.all(['rgb.txt', 'depth.txt'].map((name) => listOf(folder, name)))
  for (const { color, depth } of matchTimes(colors!, depths!)) {
    const call = signal === undefined ? {} : { signal }
    const bytes = await readRecording(join(folder, color.file), PICTURE_BYTES)
    yield {
      image: await decodeImage.decode(bytes, call),
      colorIntrinsics: intrinsics,
      timestampMs: color.timestampMs,
      ...(depth === undefined ? {} : { depth: await depthOf(depth, options) }),
    }
  }
}

async function listOf(folder: string, name: string): Promise<ListedPicture[]> {
  return parseList(new TextDecoder().decode(await readRecording(join(folder, name), LIST_BYTES)))
}

async function depthOf(
  { file, timestampMs }: ListedPicture,
  {
    folder,
    intrinsics = DEFAULT_CAMERA,
    stepsPerMetre = 5000,
    method = 'structured-light',
  }: TumCaptureOptions,
): Promise<DepthMap> {
  const { width, height, data } = readDepthPng(await readRecording(join(folder, file), PICTURE_BYTES))
  if (!(data instanceof Uint16Array)) throw malformedRecording('its depth has not 16 bits')
  return {
    width,
    height,
    data: Float32Array.from(data, (step) => step / stepsPerMetre),
    intrinsics,
    registeredToColor: true,
    timestampMs,
    provenance: { kind: 'sensed', method, trust: 'declared', accuracy: 'absolute' },
  }
}
