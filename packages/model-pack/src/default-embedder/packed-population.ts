/** Signed bytes in base64, each times `scale`. */
export interface PackedVector {
  readonly scale: number
  readonly values: string
}

/** How people lie in the default embedder's space, as it is kept. */
export interface PackedPopulation {
  readonly mean: PackedVector
  readonly factors: readonly PackedVector[]
  readonly rest: number
}
