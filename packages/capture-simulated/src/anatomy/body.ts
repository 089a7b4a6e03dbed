import { ellipsoid, smoothIntersection, smoothUnion, taperedCapsule } from '../field/shapes.js'
import type { Clothes } from '../person/accessories.js'
import type { Proportions } from '../person/proportions.js'

/** Neck, shoulders and clothes, in the frame the head has at pose 0. */
export interface Body {
  /** Bare skin: neck and what the neckline shows. */
  skin(x: number, y: number, z: number): number
  cloth(x: number, y: number, z: number): number
}

export function createBody(p: Proportions, clothes: Clothes): Body {
  const r = p.neckRadius
  const width = 1 + (p.neckRadius - 52) * 0.008
  const torso = (ax: number, y: number, z: number): number => {
    let d = taperedCapsule(ax, y, z, 10, -215, -104, 148 * width, -248, -106, 42, 54)
    // Trapezius: from the neck down to the shoulder.
    d = smoothUnion(d, taperedCapsule(ax, y, z, 22, -120, -118, 120 * width, -218, -112, 24, 36), 34)
    d = smoothUnion(d, ellipsoid(ax, y + 340, z + 85, 165 * width, 150, 92), 40)
    return d
  }
  const neck = (ax: number, y: number, z: number): number => {
    let d = taperedCapsule(ax * 1.04, y, z, 0, -60, -88, 0, -205, -108, r * 0.96, r * 1.08)
    // Muscles from behind the ear to the breastbone, and the windpipe between them.
    d = smoothUnion(d, taperedCapsule(ax, y, z, r * 0.74, -70, -94, 12, -196, -60, 7, 7), 18)
    const throat = 3 + (r - 40) * 0.32
    d = smoothUnion(d, taperedCapsule(ax, y, z, 0, -132, -104 + r, 0, -180, -112 + r, throat, throat), 14)
    return d
  }
  return {
    skin: (x, y, z) => {
      const ax = x < 0 ? -x : x
      return smoothUnion(neck(ax, y, z), torso(ax, y, z), 26)
    },
    cloth: (x, y, z) => {
      const ax = x < 0 ? -x : x
      let d = torso(ax, y, z) - 5
      const deep = clothes.neckline === 'v' ? 44 * Math.max(0, 1 - ax / 52) : 0
      const opening = ellipsoid(ax, y + 186 + deep * 0.6, z + 84, 66, 30 + deep, 74)
      const round = taperedCapsule(ax, y, z, 0, -100, -112, 0, -196, -104, r + 5, r + 6)
      d = smoothIntersection(d, -smoothUnion(opening, round, 12), 5)
      if (clothes.neckline === 'collar') {
        const ring = Math.hypot(ax * 0.98, (z + 96) * 1.02) - (r + 9)
        const lean = Math.max(
          Math.abs(ring + (y + 190) * 0.16) - 3.2,
          Math.abs(y + 184 + (z + 60) * 0.1) - 19,
        )
        d = smoothUnion(d, lean, 5)
      }
      return d
    },
  }
}
