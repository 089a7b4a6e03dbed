import { scaleIntrinsics } from '@faceward/imaging'
import { assertKnownOptions } from '@faceward/plugin-kit'
import type { CaptureProvider, DepthMap, ImageDecoder, Intrinsics } from '@faceward/spec'
import { decompressLzfse } from '../lzfse/decompress-lzfse.js'
import { type RecordedFrame, recordedCapture } from '../recorded-capture.js'
import { malformedRecording } from '../recording-file.js'
import {
  cameraOfFrame,
  parseRecord3dMetadata,
  type Record3dMetadata,
  timeOfFrame,
} from './record3d-metadata.js'
import { openZip, type ZipArchive } from './zip-archive.js'

/** Options of {@link createRecord3dCapture}. */
export interface Record3dCaptureOptions {
  /** A `.r3d` file of the Record3D app. */
  readonly path: string
  readonly decodeImage: ImageDecoder
}

const METADATA_BYTES = 64 * 1024 * 1024
const PICTURE_BYTES = 64 * 1024 * 1024
/** Sizes of depth that files without `dw` and `dh` have: LiDAR, TrueDepth. */
const OLD_SIZES = [
  { width: 192, height: 256 },
  { width: 480, height: 640 },
] as const

/**
 * Frames of a recording of Record3D, the iPhone app: JPEG colour, LZFSE depth in metres on the same pixels, and
 * confidence (low, medium, high) where there is some.
 *
 * Sessions throw CaptureError `device-unavailable`, `permission-denied`, `malformed-recording`; ImageDecodeError.
 */
export function createRecord3dCapture(options: Record3dCaptureOptions): CaptureProvider {
  assertKnownOptions('createRecord3dCapture', options, ['path', 'decodeImage'])
  return recordedCapture({ id: 'record3d', kind: 'stream', read: (signal) => framesOf(options, signal) })
}

async function* framesOf(
  { path, decodeImage }: Record3dCaptureOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<RecordedFrame> {
  const zip = await openZip(path)
  try {
    const metadata = parseRecord3dMetadata(await zip.read('metadata', METADATA_BYTES))
    for (let index = 0; zip.has(`rgbd/${index}.jpg`); index++) {
      const picture = await zip.read(`rgbd/${index}.jpg`, PICTURE_BYTES)
      const camera = cameraOfFrame(metadata, index)
      const depth = await depthOf(zip, index, metadata, camera)
      yield {
        image: await decodeImage.decode(picture, signal === undefined ? {} : { signal }),
        colorIntrinsics: camera,
        timestampMs: timeOfFrame(metadata, index),
        ...(depth === undefined ? {} : { depth }),
      }
    }
  } finally {
    zip.close()
  }
}

async function depthOf(
  zip: ZipArchive,
  index: number,
  metadata: Record3dMetadata,
  camera: Intrinsics,
): Promise<DepthMap | undefined> {
  if (!zip.has(`rgbd/${index}.depth`)) return undefined
  const packed = await zip.read(`rgbd/${index}.depth`, PICTURE_BYTES)
  const { width, height, bytes } = decompressDepth(packed, metadata)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    const metres = view.getFloat32(4 * i, true)
    return metres > 0 && metres < Number.POSITIVE_INFINITY ? metres : 0
  })
  const confidence = await confidenceOf(zip, index, width * height)
  return {
    width,
    height,
    data,
    intrinsics: scaleIntrinsics(camera, width, height),
    registeredToColor: true,
    ...(confidence === undefined ? {} : { confidence }),
    // The file does not say whether LiDAR or TrueDepth measured.
    provenance: {
      kind: 'sensed',
      method: 'unknown',
      trust: 'declared',
      accuracy: 'absolute',
      device: { vendor: 'Apple', driver: 'Record3D' },
    },
  }
}

function decompressDepth(packed: Uint8Array, { dw, dh }: Record3dMetadata) {
  const sizes = dw === undefined || dh === undefined ? OLD_SIZES : [{ width: dw, height: dh }]
  const failures: unknown[] = []
  for (const { width, height } of sizes) {
    try {
      return { width, height, bytes: decompressLzfse(packed, width * height * 4) }
    } catch (error) {
      failures.push(error)
    }
  }
  if (sizes.length === 1) throw failures[0]
  throw malformedRecording('its metadata does not say the size of the depth (dw, dh)')
}

async function confidenceOf(zip: ZipArchive, index: number, pixels: number): Promise<Uint8Array | undefined> {
  const name = `rgbd/${index}.conf`
  if (!zip.has(name)) return undefined
  const levels = decompressLzfse(await zip.read(name, PICTURE_BYTES), pixels)
  return levels.map((level) => Math.round((Math.min(level, 2) * 255) / 2))
}
