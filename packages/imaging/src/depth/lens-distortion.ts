import type { Distortion } from '@faceward/spec'
import { bendByTable, straightenByTable } from './radial-table.js'

/** A ray as the point where it meets the plane one metre (or any unit) in front of the camera. */
export interface RayPoint {
  readonly x: number
  readonly y: number
}

/** Fixed-point steps that undo a polynomial; lenses of depth cameras settle in fewer. */
const ITERATIONS = 12

/**
 * From the ideal ray to where the lens puts it. Models and coefficient order (k1, k2, p1, p2, k3; Kannala-Brandt
 * k1 to k4) as in librealsense's `rsutil.h` and OpenCV: `brown-conrady` applies the tangential terms to the ideal
 * point, `modified-brown-conrady` to the radially moved one; `inverse-brown-conrady` is the polynomial that takes
 * the picture to the ray, so this direction is iterated. `radial-table` is Apple's lookup table.
 */
export function distortRay(distortion: Distortion | undefined, ray: RayPoint): RayPoint {
  switch (distortion?.model) {
    case undefined:
    case 'none':
      return ray
    case 'brown-conrady':
    case 'modified-brown-conrady':
      return polynomial(distortion, ray)
    case 'inverse-brown-conrady':
      return inverse((point) => polynomial(distortion, point), ray)
    case 'kannala-brandt':
      return fisheye(distortion, ray)
    case 'radial-table':
      return bendByTable(distortion, ray)
  }
}

/** From where the lens put a ray to the ideal ray: undoes {@link distortRay}. */
export function undistortRay(distortion: Distortion | undefined, ray: RayPoint): RayPoint {
  switch (distortion?.model) {
    case undefined:
    case 'none':
      return ray
    case 'brown-conrady':
    case 'modified-brown-conrady':
      return inverse((point) => polynomial(distortion, point), ray)
    case 'inverse-brown-conrady':
      return polynomial(distortion, ray)
    case 'kannala-brandt':
      return inverseFisheye(distortion, ray)
    case 'radial-table':
      return straightenByTable(distortion, ray)
  }
}

/** Whether a lens bends rays at all. */
export function isDistorted(distortion: Distortion | undefined): boolean {
  return (
    distortion !== undefined &&
    distortion.model !== 'none' &&
    distortion.coefficients.some((value) => value !== 0)
  )
}

function polynomial({ model, coefficients }: Distortion, { x, y }: RayPoint): RayPoint {
  const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, k3 = 0] = coefficients
  const squared = x * x + y * y
  const radial = 1 + squared * (k1 + squared * (k2 + squared * k3))
  const [tx, ty] = model === 'brown-conrady' ? [x, y] : [x * radial, y * radial]
  return {
    x: x * radial + 2 * p1 * tx * ty + p2 * (squared + 2 * tx * tx),
    y: y * radial + 2 * p2 * tx * ty + p1 * (squared + 2 * ty * ty),
  }
}

/** The point that `move` takes to `target`, by fixed-point steps: the distortion is a small change of the identity. */
function inverse(move: (point: RayPoint) => RayPoint, target: RayPoint): RayPoint {
  let { x, y } = target
  for (let i = 0; i < ITERATIONS; i++) {
    const moved = move({ x, y })
    x += target.x - moved.x
    y += target.y - moved.y
  }
  return { x, y }
}

function fisheye({ coefficients }: Distortion, { x, y }: RayPoint): RayPoint {
  const radius = Math.hypot(x, y)
  if (radius < 1e-9) return { x, y }
  const scale = fisheyeAngle(coefficients, Math.atan(radius)) / radius
  return { x: x * scale, y: y * scale }
}

function inverseFisheye({ coefficients }: Distortion, { x, y }: RayPoint): RayPoint {
  const bent = Math.hypot(x, y)
  if (bent < 1e-9) return { x, y }
  let angle = bent
  for (let i = 0; i < ITERATIONS; i++) angle += bent - fisheyeAngle(coefficients, angle)
  const scale = Math.tan(angle) / bent
  return { x: x * scale, y: y * scale }
}

function fisheyeAngle([k1 = 0, k2 = 0, k3 = 0, k4 = 0]: readonly number[], angle: number): number {
  const squared = angle * angle
  return angle * (1 + squared * (k1 + squared * (k2 + squared * (k3 + squared * k4))))
}
