import {
  ARCFACE_CROP_SIZE,
  applySimilarity,
  invertSimilarity,
  type SimilarityTransform,
} from '@faceward/imaging'
import type { AlignedDepth, FaceMesh } from '@faceward/spec'
import { flattenRelief } from './flatten-relief.js'

/** Adults' eyes stand 63 mm apart on average (Dodgson 2004); the mesh has no scale of its own. */
const INTEROCULAR_M = 0.063
/** Eye centres of the ArcFace alignment are this far apart on the crop. */
const INTEROCULAR_CROP = 35.24
/** Mesh points are spread over this many crop pixels. */
const SPREAD = 3.5
const REACH = 9
const LEAST_WEIGHT = 0.15

/**
 * Depth as the face mesh imagines it, on the colour crop: the mesh's own z, smoothed between its points, at the
 * scale of an average adult. It is the shape of a face whatever is in front of the camera, a print included, so it
 * is `estimated`, has no interocular distance, and is no evidence of anything (rule 3).
 */
export function estimateDepthFromMesh(mesh: FaceMesh, cropToImage: SimilarityTransform): AlignedDepth {
  const size = ARCFACE_CROP_SIZE
  const sums = new Float64Array(size * size)
  const weights = new Float64Array(size * size)
  const toCrop = invertSimilarity(cropToImage)
  const metresPerPixel = (INTEROCULAR_M / INTEROCULAR_CROP) * Math.hypot(toCrop.a, toCrop.b)
  for (let p = 0; p + 2 < mesh.points.length; p += 3) {
    const at = applySimilarity(toCrop, { x: mesh.points[p]!, y: mesh.points[p + 1]! })
    spread(sums, weights, size, at.x, at.y, -mesh.points[p + 2]! * metresPerPixel)
  }
  const relief = new Float32Array(size * size)
  const valid = new Uint8Array(size * size)
  for (let i = 0; i < relief.length; i++) {
    if (weights[i]! < LEAST_WEIGHT) continue
    relief[i] = sums[i]! / weights[i]!
    valid[i] = 1
  }
  flattenRelief(relief, valid, size)
  return { relief, valid, kind: 'estimated' }
}

function spread(
  sums: Float64Array,
  weights: Float64Array,
  size: number,
  x: number,
  y: number,
  height: number,
): void {
  const column = Math.floor(x)
  const row = Math.floor(y)
  for (let r = Math.max(0, row - REACH); r <= Math.min(size - 1, row + REACH); r++) {
    for (let c = Math.max(0, column - REACH); c <= Math.min(size - 1, column + REACH); c++) {
      const squared = (c + 0.5 - x) ** 2 + (r + 0.5 - y) ** 2
      const weight = Math.exp(-squared / (2 * SPREAD * SPREAD))
      sums[r * size + c]! += weight * height
      weights[r * size + c]! += weight
    }
  }
}
