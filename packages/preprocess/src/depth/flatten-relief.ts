import { fitSurface, surfaceAt } from '@faceward/imaging'

/** Subtracts the robust plane through what is valid, as for sensed depth; every third point is looked at. */
export function flattenRelief(relief: Float32Array, valid: Uint8Array, size: number): void {
  const indices = [...valid.keys()].filter((i) => valid[i] === 1 && i % 3 === 0)
  const plane = fitSurface(
    {
      u: indices.map((i) => i % size),
      v: indices.map((i) => Math.floor(i / size)),
      height: indices.map((i) => relief[i]!),
      length: indices.length,
    },
    'plane',
  )
  if (plane === undefined) return
  for (let i = 0; i < relief.length; i++) {
    if (valid[i] === 1) relief[i]! -= surfaceAt(plane.coefficients, i % size, Math.floor(i / size))
  }
}
