import { type DepthMap, type Extrinsics, ImagingError, type Intrinsics } from '@faceward/spec'
import { isDistorted } from './lens-distortion.js'
import { pixelRay, projectToPixel, scaleIntrinsics } from './pinhole.js'

/** Neighbours whose depths differ by more than this share belong to different surfaces. */
const SURFACE_STEP = 0.04
/** A depth pixel covers at most this many times its frontal size: beyond, the surface is seen edge-on. */
const LARGEST_FOOTPRINT = 3

/**
 * Moves a depth map into the colour camera's view: unproject, move, project, keep the nearest. Each depth pixel
 * covers the area up to half way to its neighbours of the same surface, so that no cracks open where the colour
 * camera sees a surface more frontally. The result has the colour picture's aspect at about the depth map's own
 * resolution (never more than the colour picture's), and pixel (x, y) of it sees the ray of the colour picture at
 * the same relative place; the colour camera's distortion stays in it. A map that is registered already is
 * returned as it is.
 *
 * @throws ImagingError `degenerate-geometry` when the map has no `depthToColor`, or `invalid-size` when its buffer
 * does not fit its size.
 */
export function registerDepth(depth: DepthMap, color: Intrinsics): DepthMap {
  if (depth.registeredToColor) return depth
  const { depthToColor } = depth
  if (depthToColor === undefined) {
    throw new ImagingError('The depth map has no position relative to the colour camera.', {
      code: 'degenerate-geometry',
    })
  }
  if (depth.data.length !== depth.width * depth.height) {
    throw new ImagingError('The depth map is not width x height values long.', { code: 'invalid-size' })
  }
  const target = targetCamera(depth, color)
  const projected = projectAll(depth, target, depthToColor)
  const data = splat(depth, target, projected)
  const { confidence: _, depthToColor: __, ...kept } = depth
  return {
    ...kept,
    width: target.width,
    height: target.height,
    data,
    intrinsics: target,
    registeredToColor: true,
  }
}

/** The colour camera at the resolution at which a depth pixel is about one pixel. */
function targetCamera(depth: DepthMap, color: Intrinsics): Intrinsics {
  const scale = Math.min(1, scaled(depth).focalX / color.focalX)
  return scaleIntrinsics(
    color,
    Math.max(1, Math.round(color.width * scale)),
    Math.max(1, Math.round(color.height * scale)),
  )
}

/** The depth camera's intrinsics at the map's own size. */
function scaled({ intrinsics, width, height }: DepthMap): Intrinsics {
  return scaleIntrinsics(intrinsics, width, height)
}

interface Projected {
  readonly u: Float32Array
  readonly v: Float32Array
  /** 0 where there is nothing. */
  readonly z: Float32Array
}

function projectAll(depth: DepthMap, target: Intrinsics, { rotation, translation }: Extrinsics): Projected {
  const { width, height, data } = depth
  const camera = scaled(depth)
  const bends = isDistorted(camera.distortion)
  const bendsTarget = isDistorted(target.distortion)
  const u = new Float32Array(data.length)
  const v = new Float32Array(data.length)
  const z = new Float32Array(data.length)
  const [r0 = 1, r1 = 0, r2 = 0, r3 = 0, r4 = 1, r5 = 0, r6 = 0, r7 = 0, r8 = 1] = rotation
  const [tx, ty, tz] = translation
  const { focalX, focalY, principalX, principalY } = target
  for (let row = 0, i = 0; row < height; row++) {
    const straightY = (row + 0.5 - camera.principalY) / camera.focalY
    for (let column = 0; column < width; column++, i++) {
      const distance = data[i]!
      if (!(distance > 0) || distance === Number.POSITIVE_INFINITY) continue
      let rayX = (column + 0.5 - camera.principalX) / camera.focalX
      let rayY = straightY
      if (bends) ({ x: rayX, y: rayY } = pixelRay(camera, { x: column + 0.5, y: row + 0.5 }))
      const px = distance * (r0 * rayX + r1 * rayY + r2) + tx
      const py = distance * (r3 * rayX + r4 * rayY + r5) + ty
      const pz = distance * (r6 * rayX + r7 * rayY + r8) + tz
      if (!(pz > 0)) continue
      z[i] = pz
      if (bendsTarget) {
        const point = projectToPixel(target, { x: px, y: py, z: pz })
        u[i] = point.x
        v[i] = point.y
      } else {
        u[i] = (px / pz) * focalX + principalX
        v[i] = (py / pz) * focalY + principalY
      }
    }
  }
  return { u, v, z }
}

function splat(depth: DepthMap, target: Intrinsics, { u, v, z }: Projected): Float32Array {
  const { width, height } = depth
  const result = new Float32Array(target.width * target.height)
  const camera = scaled(depth)
  const pixelX = target.focalX / camera.focalX / 2
  const pixelY = target.focalY / camera.focalY / 2
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      const near = z[i]!
      if (near === 0) continue
      const share = depth.data[i]! / near
      const halfX = reach(u, z, i, column + 1 < width ? i + 1 : i, pixelX * share)
      const halfY = reach(v, z, i, row + 1 < height ? i + width : i, pixelY * share)
      // Pixels whose centres lie under the footprint.
      const left = Math.max(0, Math.ceil(u[i]! - halfX - 0.5))
      const right = Math.min(target.width - 1, Math.floor(u[i]! + halfX - 0.5))
      const top = Math.max(0, Math.ceil(v[i]! - halfY - 0.5))
      const bottom = Math.min(target.height - 1, Math.floor(v[i]! + halfY - 0.5))
      for (let y = top; y <= bottom; y++) {
        for (let x = left, j = y * target.width + left; x <= right; x++, j++) {
          const there = result[j]!
          if (there === 0 || near < there) result[j] = near
        }
      }
    }
  }
  return result
}

/** Half a depth pixel's extent: its own, or half way to the next one of the same surface if that is farther. */
function reach(at: Float32Array, z: Float32Array, here: number, next: number, own: number): number {
  const near = z[here]!
  const other = z[next]!
  if (other === 0 || Math.abs(other - near) > SURFACE_STEP * near) return own * 1.001
  const half = Math.abs(at[next]! - at[here]!) / 2
  return 1.001 * Math.min(Math.max(own, half), LARGEST_FOOTPRINT * own)
}
