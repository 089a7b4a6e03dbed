import type { DepthMap } from '@faceward/spec'
import type { SimilarityTransform } from '../geometry/similarity-transform.js'

/** Depth on a square lattice of a crop: metres, 0 = no data. */
export interface DepthCrop {
  readonly size: number
  readonly depth: Float32Array
}

/** Values of a window that differ from its nearest by more than this share are of another surface. */
const SURFACE_STEP = 0.03

/**
 * Depth at the centres of a `size` x `size` lattice on a crop, each the mean of the measured values in the area
 * that one lattice cell covers (at least the nearest pixel), without mixing in a surface that lies farther back.
 * `cropToImage` maps crop pixels (`cropSize` x `cropSize`) to pixels of the picture of `imageWidth`; the map may
 * have another resolution than the picture.
 */
export function sampleDepthCrop(
  map: DepthMap,
  cropToImage: SimilarityTransform,
  crop: { readonly cropSize: number; readonly size: number; readonly imageWidth: number },
): DepthCrop {
  const { size, cropSize, imageWidth } = crop
  const scale = map.width / imageWidth
  const pitch = cropSize / size
  const a = cropToImage.a * scale
  const b = cropToImage.b * scale
  const tx = cropToImage.tx * scale
  const ty = cropToImage.ty * scale
  const half = Math.max(0.5, (pitch * Math.hypot(a, b)) / 2)
  const depth = new Float32Array(size * size)
  for (let row = 0, i = 0; row < size; row++) {
    const cropY = (row + 0.5) * pitch
    for (let column = 0; column < size; column++, i++) {
      const cropX = (column + 0.5) * pitch
      depth[i] = windowMean(map, a * cropX - b * cropY + tx, b * cropX + a * cropY + ty, half)
    }
  }
  return { size, depth }
}

/** Mean of the nearest surface's values whose pixel centres lie within `half` of a place; 0 if there is none. */
function windowMean(
  { width, height, data }: DepthMap,
  centerX: number,
  centerY: number,
  half: number,
): number {
  const left = Math.max(0, Math.ceil(centerX - half - 0.5))
  const right = Math.min(width - 1, Math.floor(centerX + half - 0.5))
  const top = Math.max(0, Math.ceil(centerY - half - 0.5))
  const bottom = Math.min(height - 1, Math.floor(centerY + half - 0.5))
  let nearest = Number.POSITIVE_INFINITY
  let farthest = 0
  let sum = 0
  let count = 0
  for (let y = top; y <= bottom; y++) {
    const end = y * width + right
    for (let i = y * width + left; i <= end; i++) {
      const value = data[i]!
      if (!(value > 0)) continue
      if (value < nearest) nearest = value
      if (value > farthest) farthest = value
      sum += value
      count++
    }
  }
  if (nearest === Number.POSITIVE_INFINITY) return 0
  const limit = nearest * (1 + SURFACE_STEP)
  if (farthest <= limit) return sum / count
  sum = 0
  count = 0
  for (let y = top; y <= bottom; y++) {
    const end = y * width + right
    for (let i = y * width + left; i <= end; i++) {
      const value = data[i]!
      if (!(value > 0 && value <= limit)) continue
      sum += value
      count++
    }
  }
  return sum / count
}
