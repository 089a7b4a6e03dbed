import { orientIntrinsics, scaleIntrinsics } from '@faceward/imaging'
import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  CaptureError,
  type CaptureProvider,
  type DepthMap,
  type Image,
  type Intrinsics,
} from '@faceward/spec'
import { assumedCamera } from '../assumed-camera.js'
import { type RecordedFrame, recordedCapture } from '../recorded-capture.js'
import { malformedRecording, readRecording } from '../recording-file.js'
import { uniformDepth } from '../uniform-depth.js'
import { appleDepthMetadata } from './apple-depth-metadata.js'
import { type HeifDepthRange, type HeifFile, type HeifHandle, openHeif } from './heif-file.js'
import { HEIF, loadLibHeif } from './heif-library.js'

/** Options of {@link createHeicCapture}. */
export interface HeicCaptureOptions {
  /** A HEIC file, such as an iPhone's portrait. */
  readonly path: string
}

const FILE_BYTES = 64 * 1024 * 1024

/**
 * The picture of a HEIC file and the depth beside it, as one still: HEVC through libheif-js (optional, LGPL), depth by
 * the range that the file states, the camera by Apple's metadata. Depth that Apple calls `relative` (two lenses, or
 * a model) becomes `estimated` and is not measured in; `absolute` (TrueDepth, LiDAR) `sensed`.
 *
 * Sessions throw CaptureError `library-missing`, `device-unavailable`, `permission-denied`, `malformed-recording`,
 * `unsupported` for depth of a kind that states no distances.
 */
export function createHeicCapture(options: HeicCaptureOptions): CaptureProvider {
  assertKnownOptions('createHeicCapture', options, ['path'])
  return recordedCapture({ id: 'heic', kind: 'still', read: () => frameOf(options.path) })
}

async function* frameOf(path: string): AsyncGenerator<RecordedFrame> {
  const bytes = await readRecording(path, FILE_BYTES)
  const file = openHeif(await loadLibHeif(), bytes)
  try {
    const depth = file.depth()
    yield {
      image: pictureOf(file),
      timestampMs: 0,
      ...(depth === undefined ? {} : { depth: depthOf(file, depth.handle, depth.range) }),
    }
  } finally {
    file.close()
  }
}

function pictureOf(file: HeifFile): Image {
  const { rgb: colorspace } = HEIF.colorspace
  const plane = file.decode(file.primary, {
    colorspace,
    chroma: HEIF.chroma.interleavedRgb,
    channel: HEIF.channel.interleaved,
    bytes: 3,
  })
  return { ...plane, format: 'rgb8' }
}

function depthOf(file: HeifFile, handle: HeifHandle, range: HeifDepthRange | undefined): DepthMap {
  const { undefined: asStored } = HEIF.colorspace
  const chroma = HEIF.chroma.undefined
  const { width, height, data } = file.decode(handle, {
    colorspace: asStored,
    chroma,
    channel: HEIF.channel.luma,
    bytes: 1,
  })
  const { camera, accuracy } = appleDepthMetadata(file.metadata(handle))
  const isMeasured = accuracy === 'absolute' && camera !== undefined
  return {
    width,
    height,
    data: uniformDepth(data, 255, curveOf(range)),
    intrinsics:
      camera === undefined ? assumedCamera(width, height) : upright(file, handle, camera, { width, height }),
    registeredToColor: true,
    provenance: {
      kind: isMeasured ? 'sensed' : 'estimated',
      method: 'unknown',
      trust: 'declared',
      accuracy: isMeasured ? 'absolute' : 'relative',
      device: { vendor: 'Apple' },
    },
  }
}

/** Counts 0 and 255 of the map in inverse metres, or in metres. */
function curveOf(range: HeifDepthRange | undefined) {
  const { uniformDisparity, uniformInverseZ, uniformZ } = HEIF.representation
  const { type, disparityMin, disparityMax, zNear, zFar } = range ?? { type: -1 }
  if (type === uniformDisparity && disparityMin !== undefined && disparityMax !== undefined) {
    return { kind: 'inverse', atZero: disparityMin, atMost: disparityMax } as const
  }
  if (type === uniformInverseZ && zNear !== undefined && zFar !== undefined && zNear * zFar > 0) {
    return { kind: 'inverse', atZero: 1 / zFar, atMost: 1 / zNear } as const
  }
  if (type === uniformZ && zNear !== undefined && zFar !== undefined) {
    return { kind: 'linear', atZero: zNear, atMost: zFar } as const
  }
  throw new CaptureError('The depth of this HEIC file states no distances.', { code: 'unsupported' })
}

/** The camera's numbers are for the rows as stored; the picture was turned when it was decoded. */
function upright(
  file: HeifFile,
  handle: HeifHandle,
  camera: Intrinsics,
  size: { readonly width: number; readonly height: number },
): Intrinsics {
  const stored = file.storedSize(handle)
  const clockwise = (360 - file.rotation(handle)) % 360
  if (clockwise !== 0 && clockwise !== 90 && clockwise !== 180 && clockwise !== 270) {
    throw malformedRecording('its picture is turned by no right angle')
  }
  const scaled = scaleIntrinsics(camera, stored.width, stored.height)
  return scaleIntrinsics(
    orientIntrinsics(scaled, { rotationDegrees: clockwise, mirrored: false }),
    size.width,
    size.height,
  )
}
