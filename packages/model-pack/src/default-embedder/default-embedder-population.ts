import type { EmbeddingPopulation } from '@faceward/spec'
import { DEFAULT_EMBEDDER_POPULATION } from './default-embedder-population.data.js'

/** Signed bytes in base64, each times `scale`. */
interface PackedVector {
  readonly scale: number
  readonly values: string
}

/** How people lie in the default embedder's space, as it is kept. */
export interface PackedPopulation {
  readonly mean: PackedVector
  readonly factors: readonly PackedVector[]
  readonly rest: number
}

/** Unpacks the population that the default embedder comes with. */
export function defaultEmbedderPopulation(): EmbeddingPopulation {
  const { mean, factors, rest } = DEFAULT_EMBEDDER_POPULATION
  return { mean: unpacked(mean), factors: factors.map(unpacked), rest }
}

function unpacked({ scale, values }: PackedVector): Float32Array {
  const bytes = Uint8Array.from(atob(values), (character) => character.charCodeAt(0))
  return Float32Array.from(new Int8Array(bytes.buffer), (value) => value * scale)
}
