import { squareTransform, toLuminance, warpImage } from '@faceward/imaging'
import type { Box, Image } from '@faceward/spec'

/** The face and what is around it are looked at so large: 2.6 faces wide, 40 pixels a face. */
const SIDE = 104
const MIDDLE = SIDE / 2
const FACES_WIDE = 2.6
/** Edges are looked for from here, beyond hair and ears, to the border of what is looked at; pixels from the middle. */
const NEAREST = 29
const FARTHEST = 49
/** They run past the face from its top to its bottom, and lean no more than this. */
const REACH = 26
const STEP = 2
const LEAN = 0.3
const LEAN_STEP = 0.05
/** Both edges of one thing lean alike, but for perspective. */
const MOST_APART = 0.15
/** Share of an edge's length along which it may be fainter. */
const FAINT_SHARE = 0.2

/**
 * How strongly two straight, nearly upright and nearly parallel edges stand left and right of the face, all along it:
 * the borders of paper and the bezels of screens. log10 of 1 + the luminance step (0..255) of the weaker one; 0 when
 * there is none, or the picture ends before. A door frame has them too, and an attacker who fills the view has none.
 */
export function instrumentEdges(image: Image, box: Box): number {
  const center = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  const side = FACES_WIDE * box.width
  const size = { width: SIDE, height: SIDE }
  const { data } = toLuminance(warpImage(image, squareTransform(center, side, 0, size), size))
  const scale = side / SIDE
  const inside = (column: number, row: number) => {
    const x = center.x + (column - MIDDLE) * scale
    const y = center.y + (row - MIDDLE) * scale
    return x >= 0 && y >= 0 && x < image.width && y < image.height
  }
  const [left, right] = [strongestByLean(data, -1, inside), strongestByLean(data, 1, inside)]
  let best = 0
  for (const [i, one] of left.entries()) {
    for (const [j, other] of right.entries()) {
      if (Math.abs(i - j) * LEAN_STEP <= MOST_APART + 1e-9) best = Math.max(best, Math.min(one, other))
    }
  }
  return Math.log10(1 + best)
}

/** Of each lean the strongest edge on one side. */
function strongestByLean(
  luminance: Uint8Array,
  side: -1 | 1,
  inside: (column: number, row: number) => boolean,
): readonly number[] {
  const leans = 2 * Math.round(LEAN / LEAN_STEP) + 1
  const steps = new Float32Array(Math.floor((2 * REACH) / STEP) + 1)
  return Array.from({ length: leans }, (_, k) => {
    const lean = (k - (leans - 1) / 2) * LEAN_STEP
    let strongest = 0
    for (let away = NEAREST; away <= FARTHEST; away++) {
      const at = (row: number) => Math.round(MIDDLE + side * away + lean * (row - MIDDLE))
      const [top, bottom] = [MIDDLE - REACH, MIDDLE + REACH]
      // Past the picture's own border there is an edge that means nothing.
      if (!inside(at(top) + 2 * side, top) || !inside(at(bottom) + 2 * side, bottom)) continue
      strongest = Math.max(strongest, edgeAlong(luminance, at, steps))
    }
    return strongest
  })
}

/** The step across a line that most of its length reaches, always in the same direction. */
function edgeAlong(luminance: Uint8Array, at: (row: number) => number, steps: Float32Array): number {
  let sum = 0
  for (let i = 0; i < steps.length; i++) {
    const row = MIDDLE - REACH + i * STEP
    const column = Math.max(1, Math.min(SIDE - 2, at(row)))
    const step = luminance[row * SIDE + column + 1]! - luminance[row * SIDE + column - 1]!
    steps[i] = step
    sum += step
  }
  // Cheaper than sorting, and true of most lines: no edge at all.
  if (Math.abs(sum) < 3 * steps.length) return 0
  steps.sort()
  const faint = Math.floor(FAINT_SHARE * (steps.length - 1))
  return Math.max(0, sum > 0 ? steps[faint]! : -steps[steps.length - 1 - faint]!)
}
