import type { FaceDetection, Image } from '@faceward/spec'

/** LFW's subject is the face in the middle: others may stand beside it, and may be the sharper ones. */
export function subjectOf(faces: readonly FaceDetection[], image: Image): FaceDetection | undefined {
  const rank = ({ box }: FaceDetection) =>
    box.width - Math.hypot(box.x + box.width / 2 - image.width / 2, box.y + box.height / 2 - image.height / 2)
  return faces.toSorted((a, b) => rank(b) - rank(a))[0]
}
