import { applySimilarity, type SimilarityTransform, squareTransform } from '@faceward/imaging'
import type { Box } from '@faceward/spec'
import type { Candidate } from './candidate.js'

/** An upright square of the image that a detector looks at in one pass; it may reach beyond the image. */
export interface ImageWindow {
  readonly centerX: number
  readonly centerY: number
  readonly side: number
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The smallest square about the whole image. */
export function wholeImage(image: Size): ImageWindow {
  return {
    centerX: image.width / 2,
    centerY: image.height / 2,
    side: Math.max(image.width, image.height),
  }
}

/** A square about a box, `margin` times its longer side. */
export function windowAbout(box: Box, margin: number): ImageWindow {
  return {
    centerX: box.x + box.width / 2,
    centerY: box.y + box.height / 2,
    side: Math.max(box.width, box.height) * margin,
  }
}

/**
 * Overlapping squares of `side` that cover the image; neighbours share at least `overlap` of their side, so a
 * face up to that size is whole in one of them.
 */
export function tilesOf(image: Size, side: number, overlap: number): readonly ImageWindow[] {
  const centers = (length: number): readonly number[] => {
    if (length <= side) return [length / 2]
    const count = Math.ceil((length - side) / (side * (1 - overlap))) + 1
    return Array.from({ length: count }, (_, index) => side / 2 + ((length - side) * index) / (count - 1))
  }
  return centers(image.height).flatMap((centerY) =>
    centers(image.width).map((centerX) => ({ centerX, centerY, side })),
  )
}

/** Detector input to image. */
export function windowTransform(window: ImageWindow, inputSide: number): SimilarityTransform {
  const center = { x: window.centerX, y: window.centerY }
  return squareTransform(center, window.side, 0, { width: inputSide, height: inputSide })
}

/** A candidate of the detector's input in pixels of the image. */
export function toImage(candidate: Candidate, transform: SimilarityTransform): Candidate {
  const { box, points, score } = candidate
  const corner = applySimilarity(transform, box)
  const scale = transform.a
  return {
    score,
    box: { ...corner, width: box.width * scale, height: box.height * scale },
    points: points.map((point) => applySimilarity(transform, point)),
  }
}
