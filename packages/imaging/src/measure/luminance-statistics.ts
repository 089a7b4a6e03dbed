import type { Box, Image } from '@faceward/spec'
import { rasterSource } from '../warp/raster-source.js'

/** What the luminance of a part of a picture is like, 0..255. */
export interface LuminanceStatistics {
  readonly mean: number
  readonly standardDeviation: number
  /** Share of pixels at 250 or more, 0..1. */
  readonly brightShare: number
  /** Share of pixels at 5 or less, 0..1. */
  readonly darkShare: number
  /** How many pixels were counted. */
  readonly pixels: number
}

const BRIGHT = 250
const DARK = 5

/**
 * Rec. 601 luma statistics of the pixels whose centres lie in `box` (by default the whole picture).
 * @returns zeros when no pixel of the picture lies in the box.
 * @throws ImagingError `invalid-image` when the buffer does not fit the size and format.
 */
export function luminanceStatistics(image: Image, box?: Box): LuminanceStatistics {
  const { width, height, data, step, greenOffset, blueOffset } = rasterSource(image)
  const area = box ?? { x: 0, y: 0, width, height }
  const left = Math.max(0, Math.ceil(area.x - 0.5))
  const top = Math.max(0, Math.ceil(area.y - 0.5))
  const right = Math.min(width, Math.ceil(area.x + area.width - 0.5))
  const bottom = Math.min(height, Math.ceil(area.y + area.height - 0.5))
  let sum = 0
  let squares = 0
  let bright = 0
  let dark = 0
  for (let y = top; y < bottom; y++) {
    let pixel = (y * width + left) * step
    for (let x = left; x < right; x++) {
      const value =
        (299 * data[pixel]! + 587 * data[pixel + greenOffset]! + 114 * data[pixel + blueOffset]!) / 1000
      sum += value
      squares += value * value
      if (value >= BRIGHT) bright++
      else if (value <= DARK) dark++
      pixel += step
    }
  }
  const pixels = Math.max(0, right - left) * Math.max(0, bottom - top)
  if (pixels === 0) return { mean: 0, standardDeviation: 0, brightShare: 0, darkShare: 0, pixels }
  const mean = sum / pixels
  return {
    mean,
    standardDeviation: Math.sqrt(Math.max(0, squares / pixels - mean * mean)),
    brightShare: bright / pixels,
    darkShare: dark / pixels,
    pixels,
  }
}
