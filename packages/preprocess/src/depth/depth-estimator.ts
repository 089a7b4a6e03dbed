import type { SimilarityTransform } from '@faceward/imaging'
import type { CallOptions, FaceDetection, Image, Plugin } from '@faceward/spec'

/** What a network sees of a face's shape in one colour picture; an option of `createPreprocessor`. */
export interface DepthEstimator extends Plugin {
  /**
   * How near each pixel of the 112 x 112 colour crop is, up to a scale and a shift of the network's own; NaN where
   * the network did not look.
   *
   * @param cropToImage pixels of the crop to pixels of the image
   */
  estimate(
    image: Image,
    face: FaceDetection,
    cropToImage: SimilarityTransform,
    options?: CallOptions,
  ): Promise<Float32Array>
  dispose(): Promise<void>
}
