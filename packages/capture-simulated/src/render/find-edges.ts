import { MATERIAL } from './material.js'

/** Marks the pixels that differ from a neighbour in material or clearly in light: they need more samples. */
export function findEdges(
  linear: Float32Array,
  materials: Uint8Array,
  width: number,
  height: number,
): Uint8Array {
  const edges = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = y * width + x
      if (x + 1 < width && differ(linear, materials, i, i + 1)) {
        edges[i] = 1
        edges[i + 1] = 1
      }
      if (y + 1 < height && differ(linear, materials, i, i + width)) {
        edges[i] = 1
        edges[i + width] = 1
      }
    }
  }
  return edges
}

function differ(linear: Float32Array, materials: Uint8Array, i: number, j: number): boolean {
  if (materials[i] === MATERIAL.background && materials[j] === MATERIAL.background) return false
  if (materials[i] !== materials[j]) return true
  const a = linear[i * 3 + 1]!
  const b = linear[j * 3 + 1]!
  return Math.abs(a - b) > 0.22 * (a + b) + 0.01
}
