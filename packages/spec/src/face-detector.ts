import type { Box, Image, Point } from './image.js'
import type { CallOptions, Plugin } from './plugin.js'

/**
 * The five points of the ArcFace alignment. Sides are the subject's own: `rightEye` stands on the left of
 * an unmirrored picture.
 */
export interface FivePoints {
  readonly rightEye: Point
  readonly leftEye: Point
  readonly noseTip: Point
  readonly mouthRight: Point
  readonly mouthLeft: Point
}

/** A face that a detector found. */
export interface FaceDetection {
  readonly box: Box
  /** The detector's own confidence, 0..1. */
  readonly score: number
  readonly rightEye: Point
  readonly leftEye: Point
  /** All five points, where the detector gives them. */
  readonly fivePoints?: FivePoints
}

/** Finds faces. */
export interface FaceDetector extends Plugin {
  /** Every face found, best score first; an empty list when there is none. */
  detect(image: Image, options?: CallOptions): Promise<readonly FaceDetection[]>
  dispose(): Promise<void>
}

/** A dense face mesh, in the point order of MediaPipe's 468-point face mesh. */
export interface FaceMesh {
  /** 468 x (x, y, z): x and y in pixels of the image, z on the same scale, smaller = nearer, about the head's centre. */
  readonly points: Float32Array
  /** How sure the model is that this is a face, 0..1. */
  readonly presence: number
}

/** Places a dense mesh on a detected face. */
export interface LandmarkModel extends Plugin {
  locate(image: Image, detection: FaceDetection, options?: CallOptions): Promise<FaceMesh>
  dispose(): Promise<void>
}
