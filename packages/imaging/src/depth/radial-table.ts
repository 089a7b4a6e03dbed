import type { Intrinsics, Point, RadialTableDistortion } from '@faceward/spec'

/** Fixed-point steps that undo a table; its bends are a few per cent. */
const ITERATIONS = 12

/**
 * The distortion that Apple's AVCameraCalibrationData describes: `lensDistortionLookupTable` and
 * `lensDistortionCenter`, for intrinsics and a picture of the same reference dimensions, pixels of `camera`. (The
 * table takes points of a straightened picture to the camera's: AVCameraCalibrationData.h.)
 */
export function appleDistortion(
  lookupTable: readonly number[],
  center: Point,
  camera: Intrinsics,
): RadialTableDistortion {
  const { width, height, focalX, focalY, principalX, principalY } = camera
  const radius = Math.hypot(Math.max(center.x, width - center.x), Math.max(center.y, height - center.y))
  return {
    model: 'radial-table',
    coefficients: lookupTable,
    center: { x: (center.x - principalX) / focalX, y: (center.y - principalY) / focalY },
    radius: radius / Math.sqrt(focalX * focalY),
  }
}

/** From a straight ray to where the lens puts it. */
export function bendByTable({ coefficients, center, radius }: RadialTableDistortion, ray: Point): Point {
  const x = ray.x - center.x
  const y = ray.y - center.y
  const scale = 1 + magnification(coefficients, Math.hypot(x, y) / radius)
  return { x: center.x + x * scale, y: center.y + y * scale }
}

/** Undoes {@link bendByTable}. */
export function straightenByTable(
  { coefficients, center, radius }: RadialTableDistortion,
  ray: Point,
): Point {
  const x = ray.x - center.x
  const y = ray.y - center.y
  const bent = Math.hypot(x, y) / radius
  let straight = bent
  for (let i = 0; i < ITERATIONS; i++) straight = bent / (1 + magnification(coefficients, straight))
  const scale = bent === 0 ? 1 : straight / bent
  return { x: center.x + x * scale, y: center.y + y * scale }
}

/** The table's value at a share of its radius, between its entries; beyond the last one, the last. */
function magnification(table: readonly number[], share: number): number {
  const at = Math.min(share, 1) * (table.length - 1)
  const index = Math.min(Math.floor(at), table.length - 2)
  const left = table[index] ?? table[0] ?? 0
  const right = table[index + 1] ?? left
  return left + (at - index) * (right - left)
}
