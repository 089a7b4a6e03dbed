import { boxCenter } from '@faceward/imaging'
import type { FaceDetection } from '@faceward/spec'
import type { RefusalCode } from '../refusals.js'

/**
 * What to do with several faces. `refuse-several`: refuse the frame. `clear-main-face`: take the most prominent
 * face if no other has more than half its prominence, else refuse; prominence is the box's area, times 1 in the
 * middle of the image falling to 0.25 at its corners.
 */
export type WhichFace = 'refuse-several' | 'clear-main-face'

export type FaceChoice =
  | { readonly status: 'chosen'; readonly detection: FaceDetection }
  | { readonly status: 'refused'; readonly code: Extract<RefusalCode, 'no_face' | 'multiple_faces'> }

interface Size {
  readonly width: number
  readonly height: number
}

const CLEAR_RATIO = 0.5
const CORNER_WEIGHT = 0.25

/** The one face of a frame that counts, or why there is none. */
export function chooseFace(
  detections: readonly FaceDetection[],
  image: Size,
  whichFace: WhichFace,
): FaceChoice {
  const ranked = detections
    .map((detection) => ({ detection, prominence: prominence(detection, image) }))
    .sort((a, b) => b.prominence - a.prominence)
  const [first, second] = ranked
  if (first === undefined) return { status: 'refused', code: 'no_face' }
  const alone = second === undefined
  const clear = whichFace === 'clear-main-face' && (second?.prominence ?? 0) <= CLEAR_RATIO * first.prominence
  if (alone || clear) return { status: 'chosen', detection: first.detection }
  return { status: 'refused', code: 'multiple_faces' }
}

function prominence({ box }: FaceDetection, image: Size): number {
  const center = boxCenter(box)
  const halfDiagonal = Math.hypot(image.width, image.height) / 2
  const distance = Math.hypot(center.x - image.width / 2, center.y - image.height / 2) / halfDiagonal
  return box.width * box.height * (1 - (1 - CORNER_WEIGHT) * Math.min(1, distance))
}
