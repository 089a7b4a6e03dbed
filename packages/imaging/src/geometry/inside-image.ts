import type { Box, Point } from '@faceward/spec'

interface Size {
  readonly width: number
  readonly height: number
}

/** Whether a point lies on the image, its edges included. */
export function isInsideImage(point: Point, image: Size): boolean {
  return point.x >= 0 && point.y >= 0 && point.x <= image.width && point.y <= image.height
}

/** The share of a box's area that lies on the image, 0..1; 0 for a box without area. */
export function shareInsideImage(box: Box, image: Size): number {
  const width = Math.min(box.x + box.width, image.width) - Math.max(box.x, 0)
  const height = Math.min(box.y + box.height, image.height) - Math.max(box.y, 0)
  const area = box.width * box.height
  return width > 0 && height > 0 && area > 0 ? (width * height) / area : 0
}

/** Intersection over union of two boxes, 0..1. */
export function intersectionOverUnion(first: Box, second: Box): number {
  const width = Math.min(first.x + first.width, second.x + second.width) - Math.max(first.x, second.x)
  const height = Math.min(first.y + first.height, second.y + second.height) - Math.max(first.y, second.y)
  if (width <= 0 || height <= 0) return 0
  const overlap = width * height
  return overlap / (first.width * first.height + second.width * second.height - overlap)
}
