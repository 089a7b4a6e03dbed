import type { Orientation } from '@faceward/imaging'
import type { Intrinsics } from '@faceward/spec'
import type { PacketHeader } from './packet-header.js'

/** How a part of a packet becomes upright; a picture that is sent apart is upright. */
export const orientationOf = (part: PacketHeader['color'] | PacketHeader['depth']): Orientation => ({
  rotationDegrees: part?.rotation ?? 0,
  mirrored: part?.mirrored ?? false,
})

/** The engine's intrinsics. */
export function camera({
  fx: focalX,
  fy: focalY,
  cx: principalX,
  cy: principalY,
  width,
  height,
  distortion,
}: NonNullable<PacketHeader['intrinsics']['color']>): Intrinsics {
  const pinhole = { width, height, focalX, focalY, principalX, principalY }
  return distortion === undefined ? pinhole : { ...pinhole, distortion }
}

export const milliseconds = (nanoseconds: string): number => Number(BigInt(nanoseconds) / 1000n) / 1000
