import type { Candidate } from './candidate.js'

/** The raw heads of YuNet at one stride, one row a cell. */
export interface YuNetHeads {
  readonly classification: Float32Array
  readonly objectness: Float32Array
  /** Centre offset x and y in cells, log width, log height in cells. */
  readonly boxes: Float32Array
  /** Five points, offsets in cells: right eye, left eye, nose, right and left corner of the mouth. */
  readonly points: Float32Array
}

/** How many cells a stride has on an input. */
export function yunetCellCount(
  stride: number,
  input: { readonly width: number; readonly height: number },
): number {
  return Math.floor(input.width / stride) * Math.floor(input.height / stride)
}

/**
 * The candidates of one stride with at least `minimumScore`, in pixels of the input: a face's score is
 * sqrt(classification x objectness), both clamped to 0..1 (OpenCV, `FaceDetectorYNImpl::postProcess`).
 */
export function decodeYuNet(
  heads: YuNetHeads,
  stride: number,
  inputWidth: number,
  minimumScore: number,
): readonly Candidate[] {
  const { classification, objectness, boxes, points } = heads
  const columns = Math.floor(inputWidth / stride)
  const found: Candidate[] = []
  for (let cell = 0; cell < classification.length; cell++) {
    const score = Math.sqrt(clampToUnit(classification[cell]!) * clampToUnit(objectness[cell]!))
    if (!(score >= minimumScore)) continue
    const column = cell % columns
    const row = Math.floor(cell / columns)
    const width = Math.exp(boxes[cell * 4 + 2]!) * stride
    const height = Math.exp(boxes[cell * 4 + 3]!) * stride
    const x = (column + boxes[cell * 4]!) * stride - width / 2
    const y = (row + boxes[cell * 4 + 1]!) * stride - height / 2
    found.push({
      score,
      box: { x, y, width, height },
      points: Array.from({ length: 5 }, (_, index) => ({
        x: (column + points[cell * 10 + 2 * index]!) * stride,
        y: (row + points[cell * 10 + 2 * index + 1]!) * stride,
      })),
    })
  }
  return found
}

function clampToUnit(value: number): number {
  return Math.min(Math.max(value, 0), 1)
}
