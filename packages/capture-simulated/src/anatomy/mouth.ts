import { smoothUnion } from '../field/shapes.js'
import type { Proportions } from '../person/proportions.js'
import type { Anchors } from './anchors.js'

/** The curves of the closed mouth, shared by shape, colour and expression. */
export interface MouthCurves {
  /** 0 at the middle, 1 at the corners. */
  reach(ax: number): number
  /** Height of the line where the lips meet. */
  seamY(x: number): number
  /** Height of the red's upper and lower edge. */
  upperEdgeY(x: number): number
  lowerEdgeY(x: number): number
  /** How far the lips' arch falls back at this x. */
  archDrop(ax: number): number
}

export function createMouthCurves(p: Proportions, a: Anchors): MouthCurves {
  const half = a.mouthHalfWidth
  const skew = p.mouthSkew / half
  const seamY = (x: number): number => {
    const t = Math.min(1.3, Math.abs(x) / half)
    return a.mouthY + p.mouthCurve * t * t + 0.7 * Math.max(0, 1 - (t * 2.5) ** 2) * -0.8 + skew * x
  }
  return {
    reach: (ax) => ax / half,
    seamY,
    upperEdgeY: (x) => {
      const ax = Math.abs(x)
      const t = Math.min(1, ax / half)
      const bow =
        p.cupidBow * (Math.max(0, 1 - ((ax - 5.2) / 6) ** 2) - 0.9 * Math.max(0, 1 - (ax / 4.2) ** 2))
      return seamY(x) + p.upperLip * (1 - t ** 1.9) * 0.92 + bow * 0.75
    },
    lowerEdgeY: (x) => {
      const t = Math.min(1, Math.abs(x) / half)
      return seamY(x) - p.lowerLip * (1 - t ** 2.5)
    },
    archDrop: (ax) => (ax * ax) / 58 + Math.max(0, ax - half * 0.85) * 0.12,
  }
}

/** Lays the lips over the arch of the teeth. */
export function createLips(
  a: Anchors,
  curves: MouthCurves,
): (d: number, x: number, y: number, z: number) => number {
  const half = a.mouthHalfWidth
  return (face, x, y, z) => {
    const ax = x < 0 ? -x : x
    if (z < -10 || ax > half + 14 || y > a.lipTopY + 16 || y < a.lipBottomY - 22) return face
    const t = ax / half
    const inside = t < 1 ? 1 - t * t : 0
    const drop = curves.archDrop(ax)
    const seam = curves.seamY(x)
    const upperHalf = (curves.upperEdgeY(x) - seam) * 0.5
    const lowerHalf = (seam - curves.lowerEdgeY(x)) * 0.5
    let d = face
    // The rolls of the lips: circles whose centres follow the arch.
    const upperR = 1.2 + upperHalf * 0.95
    const upperY = seam + upperHalf * 0.92
    const upperZ = a.lipsZ - drop - upperR
    const uy = y - upperY
    const uz = z - upperZ
    const upper = Math.sqrt(uy * uy + uz * uz) - upperR
    const lowerR = 1.2 + lowerHalf * 1.08
    const lowerY = seam - lowerHalf * 0.95
    const lowerZ = a.lipsZ - 0.8 - drop - lowerR
    const ly = y - lowerY
    const lz = z - lowerZ
    const lower = Math.sqrt(ly * ly + lz * lz) - lowerR
    const past = t > 1 ? (ax - half) * 0.8 : 0
    d = smoothUnion(d, upper + past, 4.5)
    d = smoothUnion(d, lower + past, 4.5)
    // The seam between them, deepest in the middle, ending a little beyond the corners.
    const sy = (y - seam) / 1.5
    if (sy > -1 && sy < 1 && t < 1.08) {
      const notch = 1 - sy * sy
      d += notch * notch * (1.1 + 1.4 * inside)
    }
    return d
  }
}
