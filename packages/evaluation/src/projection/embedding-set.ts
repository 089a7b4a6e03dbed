/** Embeddings with the person on each. */
export interface EmbeddingSet {
  /** L2-normalised, all of one length. */
  readonly vectors: readonly Float32Array[]
  /** Any whole number a person. */
  readonly subjects: readonly number[]
}

/** The part of a set that shows the people for whom `keep` holds. */
export function selectPeople(set: EmbeddingSet, keep: (subject: number) => boolean): EmbeddingSet {
  const kept = set.subjects.flatMap((subject, i) => (keep(subject) ? [i] : []))
  return { vectors: kept.map((i) => set.vectors[i]!), subjects: kept.map((i) => set.subjects[i]!) }
}
