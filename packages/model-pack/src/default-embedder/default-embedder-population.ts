import type { EmbeddingPopulation } from '@faceward/spec'
import { DEFAULT_EMBEDDER_POPULATION } from './default-embedder-population.data.js'
import type { PackedVector } from './packed-population.js'

/** Unpacks the population that the default embedder comes with. */
export function defaultEmbedderPopulation(): EmbeddingPopulation {
  const { mean, factors, rest } = DEFAULT_EMBEDDER_POPULATION
  return { mean: unpacked(mean), factors: factors.map(unpacked), rest }
}

function unpacked({ scale, values }: PackedVector): Float32Array {
  const bytes = Uint8Array.from(atob(values), (character) => character.charCodeAt(0))
  return Float32Array.from(new Int8Array(bytes.buffer), (value) => value * scale)
}
