/** Up to `most` indices, evenly spread over `count`. */
export function spreadIndices(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i)
  return Array.from({ length: most }, (_, i) => Math.floor(((i + 0.5) * count) / most))
}
