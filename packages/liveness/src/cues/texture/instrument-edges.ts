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
  const luminance = sampledLuminance(image, box)
  const steps = new Float32Array(ROWS * COLUMNS).fill(Number.NaN)
  for (let row = 0; row < ROWS; row++) {
    const end = (row + 1) * COLUMNS - 1
    for (let i = row * COLUMNS + 1; i < end; i++) steps[i] = luminance[i + 1]! - luminance[i - 1]!
  }
  return steps
}

/** At every place the mean of four pixels about it; not a number where one of them is beyond the picture. */
function sampledLuminance({ width, height, data, format }: Image, box: Box): Float32Array {
  const unit = (FACES_WIDE * box.width) / COLUMNS
  const apart = unit / 4
  const left = box.x + box.width / 2 - MIDDLE * unit
  const middleY = box.y + box.height / 2
  const channels = format === 'gray8' ? 1 : format === 'rgb8' ? 3 : 4
  const luminance = new Float32Array(ROWS * COLUMNS).fill(Number.NaN)
  for (let row = 0; row < ROWS; row++) {
    const y = middleY + (row - (ROWS - 1) / 2) * ROW_STEP * unit
    const above = Math.floor(y - apart)
    const below = Math.floor(y + apart)
    if (above < 0 || below >= height) continue
    for (let column = 0; column < COLUMNS; column++) {
      const x = left + column * unit
      const before = Math.floor(x - apart)
      const after = Math.floor(x + apart)
      if (before < 0 || after >= width) continue
      const sum =
        lumaAt(data, (above * width + before) * channels, channels) +
        lumaAt(data, (above * width + after) * channels, channels) +
        lumaAt(data, (below * width + before) * channels, channels) +
        lumaAt(data, (below * width + after) * channels, channels)
      luminance[row * COLUMNS + column] = sum / 4
    }
  }
  return luminance
}

function lumaAt(data: Uint8Array, at: number, channels: number): number {
  if (channels === 1) return data[at]!
  return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!
}

/** Of each lean the strongest edge on one side: the step that all but a few rows reach, in one direction. */
function strongestByLean(steps: Float32Array, side: -1 | 1): readonly number[] {
  const places = new Int32Array(ROWS)
  const along = new Float64Array(ROWS)
  return Array.from({ length: LEANS }, (_, k) => {
    const lean = (k - (LEANS - 1) / 2) * LEAN_STEP
    let strongest = 0
    for (let away = NEAREST; away <= FARTHEST; away++) {
      for (let row = 0; row < ROWS; row++) {
        // The first column has no step: it stands for every place beyond the picture.
        const column = Math.round(MIDDLE + side * away + lean * (row - (ROWS - 1) / 2) * ROW_STEP)
        places[row] = column < 0 || column >= COLUMNS ? 0 : row * COLUMNS + column
      }
      strongest = Math.max(strongest, edgeAlong(steps, places, along, strongest))
    }
    return strongest
  })
}

/** The step that all but {@link FAINT_ROWS} of the places reach; 0 unless it is more than `least`. */
function edgeAlong(steps: Float32Array, places: Int32Array, along: Float64Array, least: number): number {
  let sum = 0
  for (let row = 0; row < ROWS; row++) sum += steps[places[row]!]!
  // Not a number past the picture's border, which is an edge that means nothing.
  if (!(Math.abs(sum) > LEAST_STEP * ROWS)) return 0
  const direction = sum > 0 ? 1 : -1
  let fainter = 0
  for (let row = 0; row < ROWS; row++) {
    const step = direction * steps[places[row]!]!
    along[row] = step
    if (step <= least) fainter++
  }
  return fainter > FAINT_ROWS ? 0 : along.sort()[FAINT_ROWS]!
}
