import type { Bounds, Field } from '../field/field-grid.js'
import { bump, ellipsoid, smoothIntersection, smoothStep, smoothUnion } from '../field/shapes.js'
import type { Hair } from '../person/hair.js'
import type { Proportions } from '../person/proportions.js'
import { createValueNoise } from '../random/value-noise.js'
import type { Warp } from './skin-field.js'
import { createCranium } from './skull.js'

const TABLE = 90

/** Height of the hairline around the head; index = degrees from the front / 2, read between entries. */
function drawHairline(hair: Hair): Float64Array {
  const h = hair.hairline
  const r = hair.recession
  const short = hair.style === 'buzz' || hair.style === 'quiff' ? 1 : 0
  const knots: readonly (readonly [number, number])[] = [
    [0, h - 2],
    [14, h - 1 + r * 5],
    [30, h + 1 + r * 20],
    [40, h - 8 + r * 15],
    [50, h - 27 + r * 8],
    [60, 17],
    [68, 0],
    [73, -14 + short * 8],
    [79, -20 + short * 8],
    [84, 8],
    [92, 16],
    [104, 14],
    [114, -20],
    [130, -52 + short * 6],
    [180, -60 + short * 8],
  ]
  const table = new Float64Array(TABLE + 2)
  for (let i = 0; i < table.length; i += 1) {
    const angle = i * 2
    let k = 0
    while (k < knots.length - 2 && knots[k + 1]![0] < angle) k += 1
    const [a0, y0] = knots[k]!
    const [a1, y1] = knots[k + 1]!
    table[i] = y0 + (y1 - y0) * smoothStep(a0, a1, angle)
  }
  return table
}

/** The box that holds a person's hair. */
export function hairBounds(p: Proportions, hair: Hair): Bounds {
  const out = Math.max(hair.top, hair.sides) + hair.curl + 14
  const low = isLong(hair) ? -hair.fall - 12 : -90
  const bun = hair.style === 'tied-back' ? 50 : 0
  return {
    minX: -p.craniumHalfWidth - out,
    maxX: p.craniumHalfWidth + out,
    minY: low,
    maxY: p.vertexHeight + out,
    minZ: p.foreheadFront - p.headLength - out - bun,
    maxZ: p.foreheadFront + out,
  }
}

const isLong = (hair: Hair): boolean => hair.style === 'long' || hair.style === 'bob'

/** How far a point of the scalp lies inside the hairline, millimetres of height; negative: bare skin. */
export type Hairline = (x: number, y: number, z: number) => number

export function createHairline(p: Proportions, hair: Hair, seed: number): Hairline {
  const table = drawHairline(hair)
  const noise = createValueNoise(seed)
  const centreZ = p.foreheadFront - p.headLength * 0.52
  const { fringe, part } = hair
  return (x, y, z) => {
    const angle = Math.atan2(x < 0 ? -x : x, z - centreZ) * 28.64788975654116
    const index = Math.min(TABLE, angle | 0)
    const low = table[index]!
    let edge = low + (table[index + 1]! - low) * (angle - index)
    const jag = noise(x * 0.16, y * 0.02, 7.7)
    if (fringe > 0) {
      const forelock = 1 - smoothStep(18, 27, angle)
      edge -= forelock * (fringe * (1 + part * 0.3 * (x / 40)) + jag * 5)
    } else edge += jag * 2.6
    return y - edge
  }
}

/** The volume of the hair of the head; far away everywhere for a bald one. */
export function createHairField(
  p: Proportions,
  hair: Hair,
  hairline: Hairline,
  warp: Warp,
  seed: number,
): Field {
  if (hair.style === 'bald') return () => 1000
  const cranium = createCranium(p)
  const noise = createValueNoise(seed)
  const { top, sides, curl, fringe, thinning, part } = hair
  const frequency = 1 / hair.curlLength
  const centreZ = p.foreheadFront - p.headLength * 0.52
  const long = isLong(hair)
  const half = p.craniumHalfWidth
  const quiff = hair.style === 'quiff' ? 1 : hair.style === 'side-part' ? 0.45 : 0
  const shift = new Float64Array(3)
  const parting = Math.abs(part) * 26
  const sign = part < 0 ? -1 : 1
  return (x0, y0, z0) => {
    warp(x0, y0, z0, shift)
    const x = x0 + shift[0]!
    const y = y0 + shift[1]!
    const z = z0 + shift[2]!
    const ax = x < 0 ? -x : x
    const inside = hairline(x, y, z)
    const base = cranium(ax, y, z)
    const high = smoothStep(38, 92, y)
    const lock = noise(x * 0.05, y * 0.03, z * 0.05)
    let thickness = sides + (top - sides) * high
    // Fullness on one side of the parting; a quiff stands up at the front.
    thickness *= 1 + high * (0.25 * smoothStep(-14, 14, x * sign - parting) - 0.12 + 0.18 * lock)
    thickness += quiff * 13 * high * smoothStep(-70, -5, z) * (1 + 0.4 * lock)
    if (fringe > 0 && z > -30) {
      const forelock = 1 - smoothStep(30, 52, ax)
      thickness += (Math.min(thickness, 6 + smoothStep(45, 85, y) * top) - thickness) * forelock
    }
    thickness *= 0.12 + 0.88 * smoothStep(0, 12 + thickness * 0.8, inside)
    thickness += curl * noise(x * frequency, y * frequency, z * frequency) * smoothStep(2, 12, inside)
    const bare = thinning * bump((ax / 62) ** 2 + ((z + 70) / 82) ** 2) * smoothStep(40, 75, y)
    thickness = thickness * (1 - bare) - bare * 6
    const grown = smoothStep(-3, 3, inside)
    let d = (base - (thickness * grown - 6 * (1 - grown))) * (inside < 34 ? 0.6 : 0.9)
    if (long) {
      // Curtains beside and behind the neck: the shell of an elliptic cylinder about the head, open at the face.
      const below = smoothStep(20, -hair.fall, y)
      const wave = curl * 1.5 * noise(x * frequency, y * frequency * 0.45, z * frequency)
      const wide = half + sides + 2 + below * 7 + wave
      let curtain = ellipsoid(ax, 0, z - centreZ, wide, 400, p.headLength * 0.5 + 8 + wave)
      const hollow = ellipsoid(
        ax,
        0,
        z - centreZ - 34,
        half - 7 - 8 * smoothStep(-30, -120, y),
        400,
        p.headLength * 0.5 + 14,
      )
      curtain = smoothIntersection(curtain, -hollow, 8)
      const front = hair.frontCurtain - 8 + 12 * smoothStep(-20, -130, y) + 5 * lock
      curtain = smoothIntersection(curtain, z - front, 14)
      curtain = smoothIntersection(curtain, -hair.fall + 9 * lock - y, 10)
      curtain = smoothIntersection(curtain, y - 45, 24)
      d = smoothUnion(d, curtain * 0.85, 18)
    }
    if (hair.style === 'tied-back') {
      const bz = z - (p.foreheadFront - p.headLength - 18)
      d = smoothUnion(d, Math.sqrt(x * x + (y - 62) * (y - 62) + bz * bz) - 30 - 2 * lock, 10)
    }
    return d
  }
}
