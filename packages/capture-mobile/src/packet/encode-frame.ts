import type { DepthMap, Frame, Image, Intrinsics } from '@faceward/spec'
import type { EncodedPlane, PacketContent } from './packet-header.js'
import { deflateRaw } from './pixel-plane.js'
import { type PacketSigner, writeAttestedPacket, writeDepthPacket } from './write-packet.js'

/** Options of {@link encodeFrame}. */
export interface EncodeFrameOptions {
  /** `depth`: without the colour, as the HTTP API takes it beside a picture. Default `frame`. */
  readonly parts?: 'frame' | 'depth'
  /** `u16`: steps of 0.1 mm up to 6.5 m (default); `f32`: as it is. */
  readonly depthType?: 'u16' | 'f32'
  /** What the receiver asked to see again. */
  readonly nonce?: string
  /** Default: raw pixels, deflated. */
  readonly encodeColor?: (image: Image) => Promise<EncodedPlane<'jpeg' | 'png'>>
  /** Raw DEFLATE; default: the platform's, at its usual effort. */
  readonly deflate?: (bytes: Uint8Array) => Promise<Uint8Array>
  readonly sign?: PacketSigner
}

const STEP_M = 0.0001

/**
 * A frame as a depth packet. The frame's time becomes nanoseconds on the `monotonic` clock; `recorded` and the depth's
 * kind, method and accuracy are told, its trust is not: that is for the receiver to judge.
 *
 * @throws ConfigurationError when the frame does not fit a packet's limits.
 */
export async function encodeFrame(
  frame: Frame,
  options: EncodeFrameOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { parts = 'frame', nonce, sign, deflate = deflateRaw } = options
  const { image, depth, colorIntrinsics, source } = frame
  const recorded = source.recorded === true || depth?.provenance.recorded === true
  const content: PacketContent = {
    seq: frame.sequence,
    timestampNs: nanoseconds(frame.timestampMs),
    clock: 'monotonic',
    ...(nonce === undefined ? {} : { nonce }),
    ...(recorded ? { recorded } : {}),
    ...(parts === 'depth' ? {} : { color: await encodeColor(image, options, deflate) }),
    ...(depth === undefined ? {} : await encodeDepth(depth, options, deflate)),
    intrinsics: {
      ...(colorIntrinsics === undefined ? {} : { color: toPacket(colorIntrinsics) }),
      ...(depth === undefined ? {} : { depth: toPacket(depth.intrinsics) }),
    },
  }
  return sign === undefined ? writeDepthPacket(content) : writeAttestedPacket(content, sign)
}

type Deflate = NonNullable<EncodeFrameOptions['deflate']>

async function encodeColor(
  image: Image,
  options: EncodeFrameOptions,
  deflate: Deflate,
): Promise<NonNullable<PacketContent['color']>> {
  const { width, height, format, data } = image
  const plane =
    (await options.encodeColor?.(image)) ?? ({ encoding: 'deflate-raw', bytes: await deflate(data) } as const)
  return { width, height, format, ...plane }
}

async function encodeDepth(
  depth: DepthMap,
  { depthType = 'u16' }: EncodeFrameOptions,
  deflate: Deflate,
): Promise<Pick<PacketContent, 'depth' | 'confidence' | 'depthToColor' | 'device'>> {
  const { width, height, provenance, confidence, depthToColor, registeredToColor, timestampMs } = depth
  const { kind, method, accuracy = 'absolute', device } = provenance
  return {
    depth: {
      width,
      height,
      type: depthType,
      unit: depthType === 'u16' ? STEP_M : 1,
      alignedTo: registeredToColor ? 'color' : 'native',
      kind,
      method,
      accuracy,
      ...(timestampMs === undefined ? {} : { timestampNs: nanoseconds(timestampMs) }),
      encoding: 'deflate-raw',
      bytes: await deflate(depthBytes(depth.data, depthType)),
    },
    ...(confidence === undefined
      ? {}
      : { confidence: { kind: '0-255', encoding: 'deflate-raw', bytes: await deflate(confidence) } }),
    ...(depthToColor === undefined || registeredToColor
      ? {}
      : {
          depthToColor: {
            ...depthToColor,
            rotation: [...depthToColor.rotation],
            translation: [...depthToColor.translation],
          },
        }),
    ...(device === undefined ? {} : { device }),
  }
}

/** What is no measurement, or beyond what 16 bits of 0.1 mm can say, becomes 0. */
function depthBytes(data: Float32Array, type: 'u16' | 'f32'): Uint8Array {
  const size = type === 'u16' ? 2 : 4
  const bytes = new Uint8Array(data.length * size)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < data.length; i++) {
    const metres = data[i]!
    if (!(metres > 0 && metres < Number.POSITIVE_INFINITY)) continue
    if (type === 'f32') view.setFloat32(4 * i, metres, true)
    else if (metres < 65_535.5 * STEP_M) view.setUint16(2 * i, Math.round(metres / STEP_M), true)
  }
  return bytes
}

function toPacket({ focalX, focalY, principalX, principalY, width, height, distortion }: Intrinsics) {
  return {
    fx: focalX,
    fy: focalY,
    cx: principalX,
    cy: principalY,
    width,
    height,
    ...(distortion === undefined
      ? {}
      : { distortion: { ...distortion, coefficients: [...distortion.coefficients] } }),
  }
}

/** Frames' times are milliseconds of any clock; packets count nanoseconds from 0 on. */
const nanoseconds = (ms: number): string => String(Math.max(0, Math.round(ms * 1000)) * 1000)
