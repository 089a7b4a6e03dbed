import { invalidOption } from '@faceward/plugin-kit'
import type { PacketContent, PacketHeader } from '../packet/packet-header.js'
import type { VisionCameraDepth } from './vision-camera-depth.js'

type Camera = NonNullable<PacketHeader['intrinsics']['depth']>

/** Options of {@link visionCameraContent}. */
export interface VisionCameraOptions {
  /** `Platform.OS`: the two mean different things by the same fields. */
  readonly platform: 'ios' | 'android'
  /** Counts the frames from 0. */
  readonly seq: number
  readonly nonce?: string
  /** Needed on Android, where VisionCamera gives none. */
  readonly intrinsics?: Camera
  /** How the depth is sensed; `estimated` where it is not (ARCore without a depth camera, dual lenses). */
  readonly kind: 'sensed' | 'estimated'
  readonly method: NonNullable<PacketContent['depth']>['method']
  /** Whether a pixel sees what the colour sees at the same relative place; TrueDepth and LiDAR: yes. */
  readonly alignedTo: 'color' | 'native'
  /** Android says `absolute` of everything; say it yourself, of a phone you measured. `relative` unless told there. */
  readonly accuracy?: 'absolute' | 'relative'
}

const ROTATIONS = { up: 0, right: 270, down: 180, left: 90 } as const

// Android's "depth-16-bit" is DEPTH16, integers with confidence, whatever the name promises; iOS's is half floats.
const FORMATS = {
  ios: {
    'depth-16-bit': { type: 'f16', quantity: 'z', unit: 1 },
    'depth-32-bit': { type: 'f32', quantity: 'z', unit: 1 },
    'disparity-16-bit': { type: 'f16', quantity: 'disparity', unit: 1 },
    'disparity-32-bit': { type: 'f32', quantity: 'disparity', unit: 1 },
  },
  android: { 'depth-16-bit': { type: 'depth16', quantity: 'z', unit: 0.001 } },
} as const

type Format = {
  readonly type: 'f16' | 'f32' | 'depth16'
  readonly quantity: 'z' | 'disparity'
  readonly unit: number
}

/**
 * A depth frame of VisionCamera as what `writeDepthPacket` takes; give it `color` besides, and send it. The frame is
 * copied without its row padding and disposed of, whatever happens.
 *
 * @throws ConfigurationError for a format without depth, or without intrinsics.
 */
export function visionCameraContent(depth: VisionCameraDepth, options: VisionCameraOptions): PacketContent {
  try {
    const { platform, seq, nonce, kind, method, alignedTo, accuracy } = options
    const format = formatOf(depth, platform)
    const camera = options.intrinsics ?? calibrationOf(depth)
    const { width, height, timestamp, isMirrored, orientation, depthDataAccuracy } = depth
    const said = platform === 'ios' && depthDataAccuracy === 'absolute' ? 'absolute' : 'relative'
    return {
      seq,
      timestampNs: String(platform === 'ios' ? Math.round(timestamp * 1e9) : Math.round(timestamp)),
      clock: 'monotonic',
      ...(nonce === undefined ? {} : { nonce }),
      depth: {
        width,
        height,
        ...format,
        rotation: ROTATIONS[orientation],
        mirrored: isMirrored,
        alignedTo,
        kind,
        method,
        accuracy: accuracy ?? said,
        encoding: 'raw',
        bytes: withoutPadding(depth, width * (format.type === 'f32' ? 4 : 2)),
      },
      intrinsics: { depth: camera },
    }
  } finally {
    depth.dispose()
  }
}

function formatOf({ pixelFormat }: VisionCameraDepth, platform: 'ios' | 'android'): Format {
  const formats: Readonly<Record<string, Format | undefined>> = FORMATS[platform]
  const format = formats[pixelFormat]
  if (format === undefined) throw refuse('pixelFormat', `expected depth or disparity, not ${pixelFormat}`)
  return format
}

function calibrationOf({ cameraCalibrationData }: VisionCameraDepth): Camera {
  if (cameraCalibrationData === undefined) {
    throw refuse('intrinsics', 'needed: this frame brings no calibration')
  }
  const { cameraIntrinsicMatrix, intrinsicMatrixReferenceDimensions: size } = cameraCalibrationData
  const [fx = 0, , , , fy = 0, , cx = 0, cy = 0] = cameraIntrinsicMatrix
  return { fx, fy, cx, cy, width: size.width, height: size.height }
}

function withoutPadding(depth: VisionCameraDepth, rowBytes: number): Uint8Array {
  const { height, bytesPerRow } = depth
  const source = new Uint8Array(depth.getDepthData())
  const stride = bytesPerRow === 0 ? rowBytes : bytesPerRow
  if (stride < rowBytes || source.length < stride * (height - 1) + rowBytes) {
    throw refuse('bytesPerRow', 'the buffer does not hold the rows')
  }
  const bytes = new Uint8Array(rowBytes * height)
  for (let y = 0; y < height; y++) bytes.set(source.subarray(y * stride, y * stride + rowBytes), y * rowBytes)
  return bytes
}

const refuse = (key: string, message: string) => invalidOption('visionCameraContent', key, message)
