import { type Distortion, type Extrinsics, ImagingError, type Intrinsics } from '@faceward/spec'
import { isUpright, type Orientation, type PlaneTurn, planeTurn } from './orientation.js'

/** The intrinsics that fit a picture after `orientImage`. */
export function orientIntrinsics(camera: Intrinsics, orientation: Orientation): Intrinsics {
  if (isUpright(orientation)) return camera
  const turn = planeTurn(orientation)
  const [[a, b], [c, d]] = turn
  const isLying = a === 0
  const { width, height, focalX, focalY, principalX, principalY, distortion } = camera
  const along = (x: number, y: number) =>
    x === 0 ? (y > 0 ? principalY : height - principalY) : x > 0 ? principalX : width - principalX
  return {
    width: isLying ? height : width,
    height: isLying ? width : height,
    focalX: isLying ? focalY : focalX,
    focalY: isLying ? focalX : focalY,
    principalX: along(a, b),
    principalY: along(c, d),
    ...(distortion === undefined ? {} : { distortion: orientDistortion(distortion, turn) }),
  }
}

/** Radial terms look the same from everywhere; the tangential ones, (p2, p1), turn as a vector does. */
function orientDistortion(distortion: Distortion, turn: PlaneTurn): Distortion {
  const { model, coefficients } = distortion
  const [[a, b], [c, d]] = turn
  if (model === 'radial-table') {
    const [x = 0, y = 0] = turned(turn, [distortion.center.x, distortion.center.y])
    return { ...distortion, center: { x, y } }
  }
  if (model === 'none' || model === 'kannala-brandt') return { model, coefficients }
  const [k1 = 0, k2 = 0, p1 = 0, p2 = 0, ...radial] = coefficients
  return { model, coefficients: [k1, k2, c * p2 + d * p1, a * p2 + b * p1, ...radial] }
}

/**
 * The motion between two cameras whose pictures were brought upright.
 * @throws ImagingError `degenerate-geometry` when only one of them was mirrored: no motion does that.
 */
export function orientExtrinsics(
  { rotation, translation: [x, y, z] }: Extrinsics,
  { from, to }: { readonly from: Orientation; readonly to: Orientation },
): Extrinsics {
  if (from.mirrored !== to.mirrored) {
    throw new ImagingError('One of two cameras is mirrored, the other is not.', {
      code: 'degenerate-geometry',
    })
  }
  const target = planeTurn(to)
  const rows = [0, 3, 6].map((at) => turned(planeTurn(from), rotation.slice(at, at + 3)))
  const columns = [0, 1, 2].map((column) =>
    turned(
      target,
      rows.map((row) => row[column]!),
    ),
  )
  const [tx, ty] = turned(target, [x, y, z]) as [number, number, number]
  return {
    rotation: [0, 1, 2].flatMap((row) => columns.map((column) => column[row]!)),
    translation: [tx, ty, z],
  }
}

function turned([[a, b], [c, d]]: PlaneTurn, [x = 0, y = 0, z = 0]: readonly number[]): readonly number[] {
  return [a * x + b * y, c * x + d * y, z]
}
