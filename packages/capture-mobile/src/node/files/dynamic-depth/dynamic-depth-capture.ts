import { type Orientation, orientIntrinsics, orientRaster, scaleIntrinsics } from '@faceward/imaging'
import { assertKnownOptions } from '@faceward/plugin-kit'
import type { CaptureProvider, DepthMap, ImageDecoder, Intrinsics } from '@faceward/spec'
import { rayLength } from '../../../packet/depth-values.js'
import { assumedCamera } from '../assumed-camera.js'
import { type DepthSteps, readDepthPng } from '../depth-png.js'
import { type RecordedFrame, recordedCapture } from '../recorded-capture.js'
import { malformedRecording, readRecording } from '../recording-file.js'
import { uniformDepth } from '../uniform-depth.js'
import { type DepthMetadata, readDepthMetadata } from './depth-metadata.js'

/** Options of {@link createDynamicDepthCapture}. */
export interface DynamicDepthCaptureOptions {
  /** A JPEG with depth in it, as cameras of Android phones write it. */
  readonly path: string
  readonly decodeImage: ImageDecoder
}

const FILE_BYTES = 64 * 1024 * 1024

/** EXIF orientations 1 to 8 as turns of the stored rows. */
const ORIENTATIONS: readonly Orientation[] = [
  { rotationDegrees: 0, mirrored: false },
  { rotationDegrees: 0, mirrored: true },
  { rotationDegrees: 180, mirrored: false },
  { rotationDegrees: 180, mirrored: true },
  { rotationDegrees: 90, mirrored: true },
  { rotationDegrees: 90, mirrored: false },
  { rotationDegrees: 270, mirrored: true },
  { rotationDegrees: 270, mirrored: false },
]

/**
 * The picture of a JPEG and the depth in it, as one still: GDepth (in the XMP) and Dynamic Depth 1.0 (appended). How
 * the depth came about the file does not say, so it is `estimated`; without metres as its unit it is `relative`.
 *
 * Sessions throw CaptureError `device-unavailable`, `permission-denied`, `malformed-recording`; ImageDecodeError.
 */
export function createDynamicDepthCapture(options: DynamicDepthCaptureOptions): CaptureProvider {
  assertKnownOptions('createDynamicDepthCapture', options, ['path', 'decodeImage'])
  return recordedCapture({ id: 'dynamic-depth', kind: 'still', read: (signal) => frameOf(options, signal) })
}

async function* frameOf(
  { path, decodeImage }: DynamicDepthCaptureOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordedFrame> {
  const jpeg = await readRecording(path, FILE_BYTES)
  const metadata = await readDepthMetadata(jpeg)
  yield {
    image: await decodeImage.decode(jpeg, signal === undefined ? {} : { signal }),
    timestampMs: 0,
    ...(metadata === undefined ? {} : { depth: await depthOf(metadata, decodeImage) }),
  }
}

async function depthOf(metadata: DepthMetadata, decodeImage: ImageDecoder): Promise<DepthMap> {
  const { map, picture, orientation } = metadata
  const { width, height, data } = await stepsOf(picture, decodeImage)
  const turn = ORIENTATIONS[orientation - 1]
  if (turn === undefined) throw malformedRecording('its orientation is none of EXIF')
  const camera = cameraOf(metadata, width, height)
  const metres = uniformDepth(data, data instanceof Uint16Array ? 65_535 : 255, curveOf(map))
  if (map.MeasureType === 'OpticRay' || map.MeasureType === 'OpticalRay') {
    for (let i = 0; i < metres.length; i++) {
      metres[i]! /= rayLength(camera, (i % width) + 0.5, Math.floor(i / width) + 0.5)
    }
  }
  return {
    ...orientRaster({ width, height, data: metres }, turn),
    intrinsics: orientIntrinsics(camera, turn),
    registeredToColor: true,
    provenance: {
      kind: 'estimated',
      method: 'unknown',
      trust: 'declared',
      accuracy: /^m(eters?)?$/i.test(map.Units ?? '') ? 'absolute' : 'relative',
    },
  }
}

/** Counts of 0 are near, the largest far. */
function curveOf({ Format, Near, Far }: DepthMetadata['map']) {
  if (!(Near > 0 && Far > Near)) throw malformedRecording('its depth reaches from nowhere to nowhere')
  return Format === 'RangeLinear'
    ? ({ kind: 'linear', atZero: Near, atMost: Far } as const)
    : ({ kind: 'inverse', atZero: 1 / Near, atMost: 1 / Far } as const)
}

const GREY_PNG = [0x89, 0x50, 0x4e, 0x47]
const COLOR_TYPE = 25

/** The steps as they are of a greyscale PNG; of other pictures the first channel. */
async function stepsOf(picture: Uint8Array, decodeImage: ImageDecoder): Promise<DepthSteps> {
  if (GREY_PNG.every((byte, i) => picture[i] === byte) && picture[COLOR_TYPE] === 0)
    return readDepthPng(picture)
  const { width, height, data } = await decodeImage.decode(picture)
  const step = data.length / (width * height)
  return { width, height, data: Uint8Array.from({ length: width * height }, (_, i) => data[i * step]!) }
}

function cameraOf({ camera }: DepthMetadata, width: number, height: number): Intrinsics {
  if (camera === undefined) return assumedCamera(width, height)
  const { FocalLengthX, FocalLengthY, PrincipalPointX, PrincipalPointY, ImageWidth, ImageHeight } = camera
  return scaleIntrinsics(
    {
      width: ImageWidth,
      height: ImageHeight,
      focalX: FocalLengthX,
      focalY: FocalLengthY,
      principalX: PrincipalPointX,
      principalY: PrincipalPointY,
    },
    width,
    height,
  )
}
