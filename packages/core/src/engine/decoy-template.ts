import type { EmbeddingPopulation, Modality, Template, TemplatePart } from '@faceward/spec'
import { drawFrom } from './population.js'

/** What a decoy's part of one embedder is drawn from. */
export interface DecoyPart {
  readonly modality: Modality
  readonly modelId: string
  readonly dimension: number
  /** The share of decoys that have this part, 0..1. */
  readonly share: number
  /** Of templates; a decoy has one of them. */
  readonly meanLengths: readonly number[]
  /** Absent: any direction is as likely, and near 0 with every face. */
  readonly population?: EmbeddingPopulation
}

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
const GOLDEN_RATIO = 0x9e3779b9

/**
 * A template of nobody, for claims whose subject is unknown. It follows from the subject's pseudonym, so that it is
 * the same at every try, and lies where people's templates lie, so that strangers fare with it as with theirs.
 */
export function decoyTemplate(parts: readonly DecoyPart[], pseudonym: string): Template {
  const uniform = uniformOf(pseudonym)
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    formatVersion: 1,
    subjectId: '',
    parts: parts.flatMap((part): TemplatePart[] => {
      const { modality, modelId, dimension, share, meanLengths, population } = part
      const isLeftOut = uniform() >= share
      const anywhere = { mean: new Float32Array(dimension), factors: [], rest: 1 }
      const vector = drawFrom(population ?? anywhere, normal)
      const meanLength = meanLengths[Math.floor(uniform() * meanLengths.length)] ?? 1
      return isLeftOut ? [] : [{ modality, modelId, vector, meanLength, sampleCount: 1 }]
    }),
    quality: 0,
    assurance: 'none',
    enrolledAtMs: 0,
  }
}

/** Uniform deviates in [0, 1) by a 32-bit mixing counter (splitmix). */
function uniformOf(pseudonym: string): () => number {
  const state = { counter: seedOf(pseudonym) }
  return () => {
    state.counter = (state.counter + GOLDEN_RATIO) | 0
    let mixed = Math.imul(state.counter ^ (state.counter >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32
  }
}

/** FNV-1a. The pseudonym is keyed already, so the seed need not be. */
function seedOf(text: string): number {
  return Array.from(text).reduce(
    (hash, character) => Math.imul(hash ^ character.charCodeAt(0), FNV_PRIME),
    FNV_OFFSET,
  )
}
