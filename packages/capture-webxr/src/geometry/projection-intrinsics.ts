import type { Intrinsics } from '@faceward/spec'

/**
 * Pinhole intrinsics of a view's projection matrix (4 x 4, column by column, as in OpenGL) for a picture of
 * `width` x `height` that fills the view, rows from the top.
 */
export function projectionIntrinsics(
  matrix: ArrayLike<number>,
  { width, height }: { readonly width: number; readonly height: number },
): Intrinsics {
  return {
    width,
    height,
    focalX: (width / 2) * matrix[0]!,
    focalY: (height / 2) * matrix[5]!,
    principalX: (width / 2) * (1 - matrix[8]!),
    // OpenGL counts rows from the bottom.
    principalY: (height / 2) * (1 + matrix[9]!),
  }
}
