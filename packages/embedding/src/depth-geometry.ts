import type { AlignedDepth } from '@faceward/spec'

/** The 112 x 112 crop on which aligned depth lies; eyes are 35.24 pixels apart there. */
const SIZE = 112
const INTEROCULAR_CROP = 35.24
/** The cells: 16 x 16 over forehead to chin and temple to temple. */
export const CELLS = 16
const AREA = { left: 20, top: 24, width: 72, height: 80 }
/** Gaussian smoothing in crop pixels: about 4 mm, so that sensor noise counts little. */
const SPREAD = 2.2
const RADIUS = 6
/** The slope across this many pixels to either side. */
const REACH = 2
/** Slopes beyond are edges of noses and hair, not skin. */
const STEEPEST = 2.5
/** An eye distance to assume where the map has none. */
const INTEROCULAR_MM = 63

/** Slopes of a face's surface: two a cell, and how well each cell was measured. */
export interface DepthGeometry {
  /** `2 x CELLS x CELLS`: across the face, then down it; millimetres per millimetre. */
  readonly slopes: Float32Array
  /** Share of the face's cells that were measured, 0..1. */
  readonly measured: number
}

/**
 * The slopes of the face's surface in cells over the aligned crop: what is left of its shape without distance, tilt
 * and the height of the whole. A cell that was not measured has slope NaN.
 */
export function depthGeometry({
  relief,
  valid,
  interocularMm = INTEROCULAR_MM,
}: AlignedDepth): DepthGeometry {
  const { height, weight } = smooth(relief, valid)
  const pixelMm = interocularMm / INTEROCULAR_CROP
  const slopes = new Float32Array(2 * CELLS * CELLS).fill(Number.NaN)
  let measured = 0
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const x = Math.round(AREA.left + ((column + 0.5) / CELLS) * AREA.width)
      const y = Math.round(AREA.top + ((row + 0.5) / CELLS) * AREA.height)
      const around = [
        y * SIZE + x - REACH,
        y * SIZE + x + REACH,
        (y - REACH) * SIZE + x,
        (y + REACH) * SIZE + x,
      ] as const
      if (around.some((i) => weight[i]! < 0.5)) continue
      const [left, right, above, below] = around.map((i) => height[i]! * 1000) as [
        number,
        number,
        number,
        number,
      ]
      const cell = row * CELLS + column
      slopes[cell] = limited((right - left) / (2 * REACH * pixelMm))
      slopes[CELLS * CELLS + cell] = limited((below - above) / (2 * REACH * pixelMm))
      measured++
    }
  }
  return { slopes, measured: measured / (CELLS * CELLS) }
}

const limited = (slope: number): number => Math.max(-STEEPEST, Math.min(STEEPEST, slope))

/** Normalised convolution: each pixel the weighted mean of the measured ones around it. */
function smooth(relief: Float32Array, valid: Uint8Array): { height: Float32Array; weight: Float32Array } {
  const masked = relief.map((value, i) => (valid[i] === 1 ? value : 0))
  const height = blur(masked)
  const weight = blur(Float32Array.from(valid))
  for (let i = 0; i < height.length; i++) if (weight[i]! > 0) height[i]! /= weight[i]!
  return { height, weight }
}

const KERNEL = Array.from({ length: 2 * RADIUS + 1 }, (_, i) =>
  Math.exp(-((i - RADIUS) ** 2) / (2 * SPREAD * SPREAD)),
)
const KERNEL_SUM = KERNEL.reduce((sum, value) => sum + value, 0)

function blur(field: Float32Array): Float32Array {
  return blurRows(blurRows(field, 1, SIZE), SIZE, 1)
}

/** Along lines whose neighbours are `step` apart, each line starting `lineStep` after the one before. */
function blurRows(field: Float32Array, step: number, lineStep: number): Float32Array {
  const result = new Float32Array(field.length)
  for (let line = 0; line < SIZE; line++) {
    for (let at = 0; at < SIZE; at++) {
      let sum = 0
      for (let k = -RADIUS; k <= RADIUS; k++) {
        const there = at + k
        if (there < 0 || there >= SIZE) continue
        sum += KERNEL[k + RADIUS]! * field[line * lineStep + there * step]!
      }
      result[line * lineStep + at * step] = sum / KERNEL_SUM
    }
  }
  return result
}
