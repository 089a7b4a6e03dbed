import {
  type Box,
  EmbeddingMismatchError,
  type FaceMesh,
  type FivePoints,
  type ModelAlignment,
  type Point,
} from '@faceward/spec'
import {
  estimateSimilarity,
  invertSimilarity,
  type SimilarityTransform,
} from '../geometry/similarity-transform.js'
import { ARCFACE_CROP_SIZE, ARCFACE_FIVE_POINTS } from './arcface-five-points.data.js'
import { DLIB_FIVE_POINTS, DLIB_MESH_INDICES } from './dlib-five-points.data.js'
import { boxCenter, eyeLineAngle, squareTransform } from './face-square.js'
import { fivePointsFromMesh, meshPoint } from './five-points-from-mesh.js'

/** What an alignment may look at; points and box in pixels of the image. */
export interface AlignableFace {
  /** The detector's box. */
  readonly box: Box
  readonly rightEye: Point
  readonly leftEye: Point
  readonly fivePoints?: FivePoints
  readonly mesh?: FaceMesh
}

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Where to cut a face out for a model: maps pixels of the model's input to pixels of the image, for
 * `warpImage` and `warpToTensor`.
 * @throws EmbeddingMismatchError `landmarks-missing` when the alignment needs points that the face lacks.
 * @throws ImagingError `degenerate-geometry` when the points coincide or the box has no size.
 */
export function alignmentTransform(
  alignment: ModelAlignment,
  face: AlignableFace,
  input: Size,
  image: Size,
): SimilarityTransform {
  switch (alignment.kind) {
    case 'arcface-five-point':
      return arcfaceTransform(face, input)
    case 'dlib-five-point':
      return dlibTransform(face, input, alignment.padding)
    case 'box-eye-line': {
      const side = alignment.scale * Math.max(face.box.width, face.box.height)
      return squareTransform(boxCenter(face.box), side, eyeLineAngle(face), input)
    }
    case 'box-upright':
      return uprightTransform(face.box, alignment.scale, input, image)
  }
}

function arcfaceTransform(face: AlignableFace, input: Size): SimilarityTransform {
  const points = face.fivePoints ?? (face.mesh && fivePointsFromMesh(face.mesh))
  if (!points) throw landmarksMissing('the five points of the ArcFace alignment')
  const names = ['rightEye', 'leftEye', 'noseTip', 'mouthRight', 'mouthLeft'] as const
  const template = names.map((name) => ({
    x: (ARCFACE_FIVE_POINTS[name].x * input.width) / ARCFACE_CROP_SIZE,
    y: (ARCFACE_FIVE_POINTS[name].y * input.height) / ARCFACE_CROP_SIZE,
  }))
  return fittedTransform(
    names.map((name) => points[name]),
    template,
  )
}

function dlibTransform(face: AlignableFace, input: Size, padding: number): SimilarityTransform {
  const { mesh } = face
  if (!mesh) throw landmarksMissing('a face mesh')
  const side = 1 + 2 * padding
  const template = DLIB_FIVE_POINTS.map((point) => ({
    x: ((point.x + padding) / side) * input.width,
    y: ((point.y + padding) / side) * input.height,
  }))
  return fittedTransform(
    DLIB_MESH_INDICES.map((index) => meshPoint(mesh, index)),
    template,
  )
}

/**
 * As the networks were trained: distances are measured on the crop, so the fit goes from the image to the
 * template and is then inverted.
 */
function fittedTransform(points: readonly Point[], template: readonly Point[]): SimilarityTransform {
  return invertSimilarity(estimateSimilarity(points, template))
}

/** The crop of Silent-Face-Anti-Spoofing (`generate_patches.py`), made square: shifted, and shrunk if it must be, to lie inside the image. */
function uprightTransform(box: Box, scale: number, input: Size, image: Size): SimilarityTransform {
  const side = Math.min(scale * Math.sqrt(box.width * box.height), image.width, image.height)
  const center = boxCenter(box)
  const half = side / 2
  return squareTransform(
    {
      x: Math.min(Math.max(center.x, half), image.width - half),
      y: Math.min(Math.max(center.y, half), image.height - half),
    },
    side,
    0,
    input,
  )
}

function landmarksMissing(what: string): EmbeddingMismatchError {
  return new EmbeddingMismatchError(
    `The model's alignment needs ${what}; give the preprocessor a detector or a landmark model that finds them.`,
    { code: 'landmarks-missing' },
  )
}
