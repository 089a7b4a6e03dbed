import { bump, smoothStep } from '../field/shapes.js'
import type { Hair } from '../person/hair.js'
import type { Proportions } from '../person/proportions.js'
import type { Anchors } from './anchors.js'
import type { MouthCurves } from './mouth.js'

/** How much facial hair grows at a point of the face, 0 to 1. */
export type BeardMask = (x: number, y: number, z: number) => number

export function createBeardMask(p: Proportions, a: Anchors, mouth: MouthCurves, hair: Hair): BeardMask {
  const style = hair.beard
  if (style === 'none') return () => 0
  const whole = style === 'stubble' || style === 'short' || style === 'full'
  const cheekLine = style === 'full' ? 10 : 0
  const sideX = p.faceHalfWidth
  return (x, y, z) => {
    const ax = x < 0 ? -x : x
    if (y > 2 || y < a.chinY - 40 || z < -78) return 0
    const side = smoothStep(-76, -58, z) * (1 - smoothStep(-8, 2, y))
    // Lips stay free, with a little distance.
    const lips =
      ax < a.mouthHalfWidth
        ? smoothStep(mouth.lowerEdgeY(x) - 2, mouth.lowerEdgeY(x) + 0.5, y) *
          (1 - smoothStep(mouth.upperEdgeY(x) - 0.5, mouth.upperEdgeY(x) + 1.5, y))
        : 0
    const free = z > 0 ? 1 - lips : 1
    let moustache = 0
    if (style !== 'full' || z > -5) {
      const top = a.noseBaseY - 0.5 - ax * 0.16
      moustache =
        smoothStep(mouth.seamY(x) - 4, mouth.seamY(x) + 1, y) *
        (1 - smoothStep(top - 6, top + 2, y)) *
        (1 - smoothStep(a.mouthHalfWidth - 6, a.mouthHalfWidth + 6, ax))
    }
    if (style === 'moustache') return moustache * free
    const goatee =
      bump((x / (a.mouthHalfWidth + 6)) ** 4 + ((y - a.mouthY + 24) / 32) ** 4) * (y < a.mouthY ? 1 : 0.8)
    if (style === 'goatee') {
      const chin = (1 - smoothStep(17, 25, ax)) * (1 - smoothStep(a.lipBottomY - 8, a.lipBottomY - 2, y))
      const strap =
        bump(((ax - a.mouthHalfWidth - 4) / 6) ** 2) *
        (1 - smoothStep(a.mouthY - 2, a.mouthY + 10, y)) *
        (y > a.chinY ? 1 : 0)
      return Math.max(chin, moustache, strap * 0.8, goatee * 0) * free
    }
    if (!whole) return 0
    // From the sideburns along the cheek line to the corner of the mouth; below it everything.
    const t = Math.min(1, Math.max(0, (ax - a.mouthHalfWidth) / (sideX - a.mouthHalfWidth)))
    const upper = a.mouthY + 2 + cheekLine * t + 44 * t * t * t
    const cheek = 1 - smoothStep(upper - 13, upper + 4, y)
    const soul = 1 - 0.35 * bump((x / 17) ** 2 + ((y - a.lipBottomY + 4) / 7) ** 2)
    const neck = smoothStep(a.chinY - 36, a.chinY - 18, y)
    return Math.max(cheek * soul, moustache) * free * neck * side
  }
}
