import { pixelRay } from '@faceward/imaging'
import type { Intrinsics } from '@faceward/spec'
import type { PacketHeader } from './packet-header.js'

type DepthHeader = NonNullable<PacketHeader['depth']>

/** Counts as they stand in a plane, and what a type keeps beside them. */
export interface DepthCounts {
  readonly counts: Float32Array
  /** 0..255; of `depth16` alone. */
  readonly confidence?: Uint8Array
}

/** Bytes a pixel takes. */
export const DEPTH_BYTES: Readonly<Record<DepthHeader['type'], 2 | 4>> = {
  u16: 2,
  f16: 2,
  f32: 4,
  depth16: 2,
}

/** The counts of a plane of `pixels` values, little-endian. */
export function depthCounts(type: DepthHeader['type'], plane: Uint8Array, pixels: number): DepthCounts {
  const view = new DataView(plane.buffer, plane.byteOffset, plane.byteLength)
  const counts = new Float32Array(pixels)
  if (type === 'f32') {
    for (let i = 0; i < pixels; i++) counts[i] = view.getFloat32(4 * i, true)
    return { counts }
  }
  if (type === 'f16') {
    for (let i = 0; i < pixels; i++) counts[i] = float16(view.getUint16(2 * i, true))
    return { counts }
  }
  if (type === 'u16') {
    for (let i = 0; i < pixels; i++) counts[i] = view.getUint16(2 * i, true)
    return { counts }
  }
  const confidence = new Uint8Array(pixels)
  for (let i = 0; i < pixels; i++) {
    const value = view.getUint16(2 * i, true)
    counts[i] = value & 0x1fff
    confidence[i] = DEPTH16_CONFIDENCE[value >> 13]!
  }
  return { counts, confidence }
}

// Android's ImageFormat.DEPTH16: 0 is certain (or unknown), 1 is none, then sevenths.
const DEPTH16_CONFIDENCE = [255, 0, 36, 73, 109, 146, 182, 219] as const

/** IEEE 754 half precision; Node 20 has no Float16Array. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * 2 ** -24 * fraction
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * 2 ** (exponent - 25) * (1024 + fraction)
}

/** Length of a pixel's ray from the camera to where z is 1. */
export function rayLength(camera: Intrinsics, x: number, y: number): number {
  const ray = pixelRay(camera, { x, y })
  return Math.hypot(ray.x, ray.y, 1)
}
