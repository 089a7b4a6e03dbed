import type { Box, Image } from '@faceward/spec'

/** What is looked at: 2.6 faces wide, 40 columns a face. */
const COLUMNS = 104
const MIDDLE = COLUMNS / 2
const FACES_WIDE = 2.6
/** Rows from the top to the bottom of the face, two columns' widths apart. */
const ROWS = 27
const ROW_STEP = 2
/** Edges are looked for from here, beyond hair and ears; columns from the middle. */
const NEAREST = 29
const FARTHEST = 49
/** How far they may lean, columns a row's height. */
const LEAN = 0.3
const LEAN_STEP = 0.05
const LEANS = 2 * Math.round(LEAN / LEAN_STEP) + 1
/** Both edges of one thing lean alike, but for perspective. */
const MOST_APART = 3
/** Of the rows, how many may show the edge fainter. */
const FAINT_ROWS = 5
/** A mean step below this is no edge. */
const LEAST_STEP = 3

/**
 * How strongly two straight, nearly upright and nearly parallel edges stand left and right of the face, all along it:
 * the borders of paper and the bezels of screens. log10 of 1 + the luminance step (0..255) of the weaker one; 0 when
 * there is none, or the picture ends before. A door frame has them too, and an attacker who fills the view has none.
 */
export function instrumentEdges(image: Image, box: Box): number {
  const steps = stepsAcross(image, box)
  const [left, right] = [strongestByLean(steps, -1), strongestByLean(steps, 1)]
  let best = 0
  for (const [i, one] of left.entries()) {
    for (const [j, other] of right.entries()) {
      if (Math.abs(i - j) <= MOST_APART) best = Math.max(best, Math.min(one, other))
    }
  }
  return Math.log10(1 + best)
}

/** The luminance step over two columns at every place, row by row; not a number beyond the picture. */
function stepsAcross(image: Image, box: Box): Float32Array {
  const unit = (FACES_WIDE * box.width) / COLUMNS
  const left = box.x + box.width / 2 - MIDDLE * unit
  const middleY = box.y + box.height / 2
  const luminance = new Float32Array(ROWS * COLUMNS)
  for (let row = 0; row < ROWS; row++) {
    const y = middleY + (row - (ROWS - 1) / 2) * ROW_STEP * unit
    for (let column = 0; column < COLUMNS; column++) {
      luminance[row * COLUMNS + column] = luminanceAt(image, left + column * unit, y, unit / 4)
    }
  }
  return luminance.map((_, i) => {
    const column = i % COLUMNS
    return column === 0 || column === COLUMNS - 1 ? Number.NaN : luminance[i + 1]! - luminance[i - 1]!
  })
}

/** Mean of four pixels about a place; not a number where one of them is beyond the picture. */
function luminanceAt({ width, height, data, format }: Image, x: number, y: number, apart: number): number {
  const channels = format === 'gray8' ? 1 : format === 'rgb8' ? 3 : 4
  const [x0, x1] = [Math.floor(x - apart), Math.floor(x + apart)]
  const [y0, y1] = [Math.floor(y - apart), Math.floor(y + apart)]
  if (x0 < 0 || y0 < 0 || x1 >= width || y1 >= height) return Number.NaN
  let sum = 0
  for (let k = 0; k < 4; k++) {
    const at = ((k < 2 ? y0 : y1) * width + (k % 2 === 0 ? x0 : x1)) * channels
    sum += channels === 1 ? data[at]! : 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
  }
  return sum / 4
}

/** Of each lean the strongest edge on one side: the step that all but a few rows reach, in one direction. */
function strongestByLean(steps: Float32Array, side: -1 | 1): readonly number[] {
  const along = new Float32Array(ROWS)
  return Array.from({ length: LEANS }, (_, k) => {
    const lean = (k - (LEANS - 1) / 2) * LEAN_STEP
    let strongest = 0
    for (let away = NEAREST; away <= FARTHEST; away++) {
      let sum = 0
      for (let row = 0; row < ROWS; row++) {
        const column = Math.round(MIDDLE + side * away + lean * (row - (ROWS - 1) / 2) * ROW_STEP)
        const step = column < 0 || column >= COLUMNS ? Number.NaN : steps[row * COLUMNS + column]!
        along[row] = step
        sum += step
      }
      // Not a number past the picture's border, which is an edge that means nothing.
      if (!(Math.abs(sum) > LEAST_STEP * ROWS)) continue
      along.sort()
      strongest = Math.max(strongest, sum > 0 ? along[FAINT_ROWS]! : -along[ROWS - 1 - FAINT_ROWS]!)
    }
    return strongest
  })
}
