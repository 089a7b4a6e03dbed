import { smoothIntersection, smoothStep, smoothUnion } from '../field/shapes.js'
import type { Proportions } from '../person/proportions.js'
import type { Anchors } from './anchors.js'

/** The outer ear as a bent plate with rim, hollow and lobe. `ax` is |x|. */
export function createEar(p: Proportions, a: Anchors): (ax: number, y: number, z: number) => number {
  const angle = (p.earProtrusionDegrees * Math.PI) / 180
  const sin = Math.sin(angle)
  const cos = Math.cos(angle)
  const halfHeight = p.earHeight / 2
  const halfWidth = p.earHeight * 0.285
  const lobe = p.earLobe
  return (ax, y, z) => {
    // Local frame: u from the ear's root backwards, v up along its slightly leaning axis, w outwards.
    const dx = ax - a.earX
    const dz = z - a.earZ
    const dy = y - a.earY
    const back = -dz - dy * 0.18
    const u = back * cos + dx * sin
    const w = -back * sin + dx * cos
    const v = dy + back * 0.12
    // Outline: wide above, narrow at the lobe.
    const narrow = 1 - 0.3 * smoothStep(halfHeight * 0.2, -halfHeight, v)
    const eu = (u - halfWidth * 0.86) / (halfWidth * narrow)
    const ev = v / halfHeight
    const rho = Math.sqrt(eu * eu + ev * ev)
    const outline = (rho - 1) * halfWidth * 0.8
    if (outline > 14) return outline
    // Profile of the plate across: rim at the edge, a ridge within, a deep bowl in front of it.
    const rim = smoothStep(0.62, 0.88, rho) * (ev > -0.55 ? 1 : 1 - smoothStep(-0.55, -0.8, ev))
    const cu = (u - halfWidth * 0.5) / (halfWidth * 0.52)
    const cv = (v + halfHeight * 0.1) / (halfHeight * 0.38)
    const bowl = 1 - smoothStep(0.55, 1.05, Math.sqrt(cu * cu + cv * cv))
    const height = 1.2 + 3 * rim - 3.6 * bowl + lobe * smoothStep(-0.5, -0.9, ev) * 1.5
    const plate = Math.max(Math.abs(w + 1.5) - 3.2, w - height)
    let d = smoothIntersection(plate, outline, 2.4)
    // Tragus in front of the ear canal.
    const tu = u - 1
    const tv = v + halfHeight * 0.14
    d = smoothUnion(d, Math.sqrt(tu * tu + tv * tv * 0.5 + (w - 1) * (w - 1)) - 3.6, 3)
    return d * 0.85
  }
}
