import { ARCFACE_CROP_SIZE } from '@faceward/imaging'
import type { AlignedDepth } from '@faceward/spec'
import { flattenRelief } from './flatten-relief.js'

/** A network that sees no face where the mesh sees one has nothing to add. */
const LEAST_CORRELATION = 0.2

/**
 * A network's nearness as a relief in metres. Its scale and shift are its own, so it is laid flat and stretched until
 * it fits the face mesh's relief best (least squares), whose size follows from the distance between an average
 * adult's eyes. `undefined` when the two have little to do with each other.
 */
export function scaleToMesh(nearness: Float32Array, mesh: AlignedDepth): AlignedDepth | undefined {
  const valid = mesh.valid.map((isIn, i) => (isIn === 1 && !Number.isNaN(nearness[i]!) ? 1 : 0))
  const relief = nearness.map((value, i) => (valid[i] === 1 ? value : 0))
  flattenRelief(relief, valid, ARCFACE_CROP_SIZE)
  let [own, shared, other] = [0, 0, 0]
  for (let i = 0; i < relief.length; i++) {
    if (valid[i] === 0) continue
    own += relief[i]! ** 2
    shared += relief[i]! * mesh.relief[i]!
    other += mesh.relief[i]! ** 2
  }
  if (!(shared > LEAST_CORRELATION * Math.sqrt(own * other))) return undefined
  return { relief: relief.map((value) => (value * shared) / own), valid, kind: 'estimated' }
}
