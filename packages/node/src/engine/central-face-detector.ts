import type { FaceDetection, FaceDetector, Image } from '@faceward/spec'

/**
 * Keeps only the face that is largest less its distance from the middle: in labelled data sets such as LFW the
 * person meant is there, and others may stand beside. For measuring; an engine asks again instead of guessing.
 */
export function centralFaceDetector(detector: FaceDetector): FaceDetector {
  return {
    ...detector,
    id: `${detector.id}, central face`,
    async detect(image, options) {
      const faces = await detector.detect(image, options)
      const [central] = [...faces].sort((a, b) => centrality(b, image) - centrality(a, image))
      return central ? [central] : []
    },
    dispose: () => detector.dispose(),
  }
}

function centrality({ box }: FaceDetection, image: Image): number {
  const distance = Math.hypot(
    box.x + box.width / 2 - image.width / 2,
    box.y + box.height / 2 - image.height / 2,
  )
  return box.width - distance
}
