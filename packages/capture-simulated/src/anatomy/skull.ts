import { ellipsoid, smoothIntersection, smoothUnion, taperedCapsule } from '../field/shapes.js'
import type { Proportions } from '../person/proportions.js'
import type { Anchors } from './anchors.js'

/** The braincase with the forehead: what hair grows around. `ax` is |x|. */
export function createCranium(p: Proportions): (ax: number, y: number, z: number) => number {
  const halfLength = p.headLength / 2
  const centreZ = p.foreheadFront - halfLength - 3
  const halfHeight = p.vertexHeight * 0.67
  const centreY = p.vertexHeight - halfHeight
  const half = p.craniumHalfWidth
  const frontZ = p.foreheadFront - 70
  const slope = p.foreheadSlope
  return (ax, y, z) => {
    const head = ellipsoid(ax, y - centreY, z - centreZ, half, halfHeight, halfLength)
    const front = ellipsoid(ax, y - 40, z - frontZ + slope * (y - 25), half - 12, 50, 70)
    return smoothUnion(head, front, 22)
  }
}

/** Bones and soft tissue of the face without its features. */
export function createFaceMass(p: Proportions, a: Anchors): (ax: number, y: number, z: number) => number {
  const cheekX = p.faceHalfWidth
  const jawX = p.jawHalfWidth
  const gonionY = -p.jawAngleDrop
  const chinY = a.chinY
  const full = p.cheekFullness
  const bone = p.cheekbone
  const double = p.doubleChin
  const browFront = 11.5 + p.browRidge * 0.75
  return (ax, y, z) => {
    let d = ellipsoid(ax, y + 30, z + 42, cheekX - 5, 72, 57)
    // Lower face and the rim of the jaw.
    d = smoothUnion(d, ellipsoid(ax, y - a.mouthY - 4, z + 36, jawX - 8, 44, 50), 22)
    d = smoothUnion(
      d,
      taperedCapsule(ax, y, z, jawX - 9, gonionY, -62, p.chinWidth * 0.6, chinY + 11, a.chinZ - 16, 8, 10),
      14,
    )
    // Cheekbone from the malar to the ear.
    d = smoothUnion(
      d,
      taperedCapsule(ax, y, z, 39 + bone, -25 + bone, -3 + bone, cheekX - 8, -14, -55, 14 + bone, 8),
      20,
    )
    // Soft cheek.
    d = smoothUnion(d, ellipsoid(ax - 36, y + 56, z + 16, 21 + full * 4, 27 + full * 2, 22 + full * 5), 22)
    // The arch of the teeth under the lips.
    d = smoothUnion(d, ellipsoid(ax, y - a.mouthY - 2, z - a.lipsZ + 29, 27, 23, 23), 18)
    // Chin.
    d = smoothUnion(d, ellipsoid(ax, y - chinY - 11, z - a.chinZ + 14, p.chinWidth + 4, 12.5, 14), 16)
    // Beneath the chin.
    d = smoothUnion(
      d,
      ellipsoid(ax, y - chinY - 13 + double * 14, z + 30, 25 + double * 14, 13 + double * 10, 32),
      22,
    )
    // Brow ridge.
    const brow = taperedCapsule(ax, y, z, 7, 17, browFront - 7, 43, 18, browFront - 24, 7.5, 8)
    d = smoothUnion(d, brow, 15)
    return d
  }
}

/** Hollows out the eye sockets; the lids and eyeballs are put into them for each frame. */
export function carveSockets(
  d: number,
  ax: number,
  y: number,
  z: number,
  p: Proportions,
  a: Anchors,
): number {
  const hood = p.hooding
  const socket = ellipsoid(
    ax - a.eyeX - 1.5,
    y - 1 + hood * 2.2,
    z - 23 + p.eyeDepth * 0.8,
    p.fissureWidth * 0.5 + 6.5,
    14 - hood * 2.4,
    17.5,
  )
  return smoothIntersection(d, -socket, 11)
}
