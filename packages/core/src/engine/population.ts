import type { EmbeddingPopulation } from '@faceward/spec'

/**
 * How the templates of a group of people lie: their mean, and what each one differs from it, scaled so that a sum of
 * them with independent normal weights has the group's covariance. No single one dominates such a sum.
 */
export function populationOf(vectors: readonly Float32Array[]): EmbeddingPopulation {
  const dimension = vectors[0]?.length ?? 0
  const mean = new Float32Array(dimension)
  for (const vector of vectors) for (let i = 0; i < dimension; i++) mean[i]! += vector[i]! / vectors.length
  const scale = 1 / Math.sqrt(vectors.length - 1)
  const factors = vectors.map((vector) => vector.map((value, i) => scale * (value - mean[i]!)))
  return { mean, factors }
}

/**
 * A face of nobody in a population: the mean and a random mixture of its factors, as long as puts it on the unit
 * sphere. The mean stays as it is, which holds the cosine with strangers where theirs is.
 *
 * @param normal independent normal deviates.
 */
export function drawFrom(
  { mean, factors, rest = 0 }: EmbeddingPopulation,
  normal: () => number,
): Float32Array {
  const direction = Float64Array.from(mean, () => (rest === 0 ? 0 : rest * normal()))
  for (const factor of factors) {
    const weight = normal()
    for (let i = 0; i < direction.length; i++) direction[i]! += weight * factor[i]!
  }
  let along = 0
  let squared = 0
  let meanSquared = 0
  for (let i = 0; i < direction.length; i++) {
    along += mean[i]! * direction[i]!
    squared += direction[i]! ** 2
    meanSquared += mean[i]! ** 2
  }
  const reach = (Math.sqrt(along ** 2 + squared * Math.max(0, 1 - meanSquared)) - along) / squared
  const vector = mean.map((value, i) => value + reach * direction[i]!)
  // Rounding, and a mean that is no shorter than a unit vector, as when all are alike.
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
