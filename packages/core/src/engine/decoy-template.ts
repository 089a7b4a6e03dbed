import type { Embedder, Template } from '@faceward/spec'

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
const GOLDEN_RATIO = 0x9e3779b9

/**
 * A template of nobody, for claims whose subject is unknown: a direction that follows from the subject's
 * pseudonym, so that it is the same at every try and unrelated to every face. In the hundreds of dimensions
 * of an embedding its cosine with any face is near 0, where strangers' are. It has a part for each embedder, as a
 * subject's template has who was enrolled with all that the engine can see.
 */
export function decoyTemplate(embedders: readonly Embedder[], pseudonym: string): Template {
  const next = gaussian(seedOf(pseudonym))
  return {
    formatVersion: 1,
    subjectId: '',
    parts: embedders.map(({ modality, modelId, dimension }) => {
      const vector = Float32Array.from({ length: dimension }, next)
      const norm = Math.hypot(...vector)
      return { modality, modelId, vector: vector.map((value) => value / norm), sampleCount: 1 }
    }),
    quality: 0,
    assurance: 'none',
    enrolledAtMs: 0,
  }
}

/** FNV-1a. The pseudonym is keyed already, so the seed need not be. */
function seedOf(text: string): number {
  return Array.from(text).reduce(
    (hash, character) => Math.imul(hash ^ character.charCodeAt(0), FNV_PRIME),
    FNV_OFFSET,
  )
}

/** Normal deviates by Box and Muller over a 32-bit mixing counter (splitmix). */
function gaussian(seed: number): () => number {
  const state = { counter: seed }
  const uniform = () => {
    state.counter = (state.counter + GOLDEN_RATIO) | 0
    let mixed = Math.imul(state.counter ^ (state.counter >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}
