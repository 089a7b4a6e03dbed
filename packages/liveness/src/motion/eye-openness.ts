import { MESH_LEFT_EYE_RATIO, MESH_RIGHT_EYE_RATIO } from '@faceward/imaging'
import type { FaceMesh } from '@faceward/spec'

/** Mean eye aspect ratio of both eyes (Soukupova and Cech, CVWW 2016): lid distance over corner distance. */
export function eyeOpenness(mesh: FaceMesh): number {
  return (aspectRatio(mesh, MESH_RIGHT_EYE_RATIO) + aspectRatio(mesh, MESH_LEFT_EYE_RATIO)) / 2
}

function aspectRatio({ points }: FaceMesh, eye: readonly number[]): number {
  const [outer, inner, upperOuter, upperInner, lowerOuter, lowerInner] = eye as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const distance = (a: number, b: number) =>
    Math.hypot(points[3 * a]! - points[3 * b]!, points[3 * a + 1]! - points[3 * b + 1]!)
  const width = distance(outer, inner)
  return width > 0 ? (distance(upperOuter, lowerOuter) + distance(upperInner, lowerInner)) / (2 * width) : 0
}
