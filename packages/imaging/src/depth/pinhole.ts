import type { Intrinsics, Point } from '@faceward/spec'
import { distortRay, type RayPoint, undistortRay } from './lens-distortion.js'

/** A point in a camera's frame: x to the right, y down, z along the optical axis, in metres. */
export interface SpacePoint {
  readonly x: number
  readonly y: number
  readonly z: number
}

/** The ray through a point of the picture (pixel centres at .5), where z = 1. */
export function pixelRay(camera: Intrinsics, point: Point): RayPoint {
  return undistortRay(camera.distortion, {
    x: (point.x - camera.principalX) / camera.focalX,
    y: (point.y - camera.principalY) / camera.focalY,
  })
}

/** Where a point in front of the camera falls in its picture. */
export function projectToPixel(camera: Intrinsics, { x, y, z }: SpacePoint): Point {
  const bent = distortRay(camera.distortion, { x: x / z, y: y / z })
  return {
    x: bent.x * camera.focalX + camera.principalX,
    y: bent.y * camera.focalY + camera.principalY,
  }
}

/** Intrinsics of the same camera when its whole picture is `width` x `height` pixels. */
export function scaleIntrinsics(camera: Intrinsics, width: number, height: number): Intrinsics {
  const x = width / camera.width
  const y = height / camera.height
  return {
    ...camera,
    width,
    height,
    focalX: camera.focalX * x,
    focalY: camera.focalY * y,
    principalX: camera.principalX * x,
    principalY: camera.principalY * y,
  }
}
