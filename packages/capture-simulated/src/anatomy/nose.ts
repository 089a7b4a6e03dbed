import { ellipsoid, smoothIntersection, smoothUnion, taperedCapsule } from '../field/shapes.js'
import type { Proportions } from '../person/proportions.js'
import type { Anchors } from './anchors.js'

/** Joins the nose to the face and opens the nostrils. */
export function createNose(
  p: Proportions,
  a: Anchors,
): (d: number, x: number, y: number, z: number) => number {
  const tip = p.noseTipRadius
  const wing = p.alarWidth / 2
  const middleY = a.noseRootY + (a.noseTipY - a.noseRootY) * 0.5
  const middleZ = a.noseRootZ - 4 + (a.noseTipZ - a.noseRootZ + 4) * 0.46 + p.noseHump
  const wingR = 5.2 + (p.alarWidth - 30) * 0.09
  const wingY = a.noseBaseY + 6
  const wingZ = a.noseBaseZ + 0.5
  const nostrilX = wing * 0.36
  const bend = p.noseBend
  return (face, x, y, z) => {
    if (z < -5 || y > 40 || y < a.noseBaseY - 25 || x > 40 || x < -40) return face
    const along = (a.noseRootY - y) / (a.noseRootY - a.noseTipY)
    const bent = along > 0 && along < 1.4 ? x - bend * 4 * along * (1 - 0.55 * along) : x
    const ax = bent < 0 ? -bent : bent
    // Bridge in two parts, so that a hump or a dip can stand between.
    let nose = taperedCapsule(
      bent,
      y,
      z,
      0,
      a.noseRootY + 4,
      a.noseRootZ - 6,
      0,
      middleY,
      middleZ - 1,
      p.noseBridgeWidth - 0.8,
      p.noseBridgeWidth,
    )
    nose = smoothUnion(
      nose,
      taperedCapsule(
        bent,
        y,
        z,
        0,
        middleY,
        middleZ - 1,
        0,
        a.noseTipY + 1,
        a.noseTipZ,
        p.noseBridgeWidth,
        tip * 0.86,
      ),
      5,
    )
    // Side walls down to the cheeks.
    nose = smoothUnion(
      nose,
      taperedCapsule(
        ax,
        y,
        z,
        4,
        a.noseRootY - 6,
        a.noseRootZ - 14,
        wing * 0.38,
        a.noseTipY,
        a.noseTipZ - 15,
        8,
        10,
      ),
      9,
    )
    let d = smoothUnion(face, nose, 11)
    d = smoothUnion(d, ellipsoid(bent, y - a.noseTipY, z - a.noseTipZ, tip, tip * 0.94, tip), 5)
    const alar = ellipsoid(ax - wing + wingR - 0.5, y - wingY, z - wingZ, wingR, wingR + 0.9, 9)
    d = smoothUnion(d, alar, 4.5)
    // Column between the nostrils.
    d = smoothUnion(
      d,
      taperedCapsule(
        bent,
        y,
        z,
        0,
        a.noseTipY - 5,
        a.noseTipZ + 1,
        0,
        a.noseBaseY + 1,
        a.noseBaseZ + 1,
        3.8,
        3.6,
      ),
      4,
    )
    const nostril = ellipsoid(
      ax - nostrilX - 0.6,
      y - a.noseBaseY - 1.6 - (z - wingZ) * 0.18,
      z - wingZ - 4.5,
      wing * 0.17,
      2.2,
      5.2,
    )
    return smoothIntersection(d, -nostril, 2.2)
  }
}
