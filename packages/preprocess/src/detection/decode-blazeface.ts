import { type Candidate, sigmoid } from './candidate.js'

/** One grid of anchors. */
interface AnchorGrid {
  /** Distance of neighbouring anchors in pixels of the input. */
  readonly stride: number
  readonly anchorsPerCell: number
}

/** The grids of the back-camera BlazeFace at 256 x 256: 16 x 16 x 2 and 8 x 8 x 6 anchors. */
export const BLAZEFACE_GRIDS = {
  fine: { stride: 16, anchorsPerCell: 2 },
  coarse: { stride: 32, anchorsPerCell: 6 },
} as const satisfies Record<string, AnchorGrid>

/** Centre, width and height, and six points. */
const VALUES_PER_ANCHOR = 16

/** How many anchors a grid has on a square input of `side` pixels. */
export function anchorCount(grid: AnchorGrid, side: number): number {
  return Math.floor(side / grid.stride) ** 2 * grid.anchorsPerCell
}

/** How many box values a grid has. */
export function boxValueCount(grid: AnchorGrid, side: number): number {
  return anchorCount(grid, side) * VALUES_PER_ANCHOR
}

/**
 * The candidates of one grid with at least `minimumScore`, in pixels of the input. Anchors stand at the cells'
 * centres, row by row; scores are logits; boxes and points count from the anchor.
 * @param scores one logit an anchor.
 * @param boxes 16 values an anchor: centre x and y, width, height, then six points.
 */
export function decodeBlazeFace(
  scores: Float32Array,
  boxes: Float32Array,
  grid: AnchorGrid,
  side: number,
  minimumScore: number,
): readonly Candidate[] {
  const { stride, anchorsPerCell } = grid
  const cells = Math.floor(side / stride)
  const found: Candidate[] = []
  for (let anchor = 0; anchor < scores.length; anchor++) {
    const score = sigmoid(scores[anchor]!)
    // Written so that a score that is not a number is left out.
    if (!(score >= minimumScore)) continue
    const cell = Math.floor(anchor / anchorsPerCell)
    const anchorX = ((cell % cells) + 0.5) * stride
    const anchorY = (Math.floor(cell / cells) + 0.5) * stride
    const base = anchor * VALUES_PER_ANCHOR
    const width = boxes[base + 2]!
    const height = boxes[base + 3]!
    if (!(width > 0 && height > 0)) continue
    const points = Array.from({ length: 6 }, (_, index) => ({
      x: anchorX + boxes[base + 4 + 2 * index]!,
      y: anchorY + boxes[base + 5 + 2 * index]!,
    }))
    const x = anchorX + boxes[base]! - width / 2
    const y = anchorY + boxes[base + 1]! - height / 2
    found.push({ score, box: { x, y, width, height }, points })
  }
  return found
}
