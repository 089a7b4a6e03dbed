import { EmbeddingMismatchError, type FaceEmbedding } from '@faceward/spec'
import { isUnitVector, unitVector } from './unit-vector.js'

/**
 * The reference of several embeddings of one face: their mean, L2-normalised. Where every embedding has a
 * magnitude (MagFace), better samples count for more: each is weighted by it. The order does not matter
 * beyond rounding.
 * @throws EmbeddingMismatchError `empty`, `model-id` or `dimension` (one is not of `modelId`), or
 * `not-normalised` (one is not of length 1, or they cancel out).
 */
export function aggregateEmbeddings(modelId: string, embeddings: readonly FaceEmbedding[]): FaceEmbedding {
  const first = embeddings[0]
  if (first === undefined) {
    throw new EmbeddingMismatchError('There is no embedding to aggregate.', { code: 'empty' })
  }
  for (const embedding of embeddings) assertLike(first, modelId, embedding)
  const magnitudes = embeddings.map((embedding) => embedding.magnitude)
  const weights = magnitudes.every((magnitude) => magnitude !== undefined) ? magnitudes : undefined
  const sum = new Float64Array(first.dimension)
  embeddings.forEach(({ vector }, index) => {
    const weight = weights?.[index] ?? 1
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * vector[i]!
  })
  const mean = unitVector(sum)
  if (mean === undefined) {
    throw new EmbeddingMismatchError('The embeddings cancel out.', { code: 'not-normalised' })
  }
  const total = weights?.reduce((sum, weight) => sum + weight, 0)
  const magnitude = total && total / embeddings.length
  return {
    modality: first.modality,
    vector: mean.vector,
    dimension: first.dimension,
    modelId,
    meanLength: Math.min(1, mean.length / (total ?? embeddings.length)),
    ...(magnitude === undefined ? {} : { magnitude }),
  }
}

function assertLike(first: FaceEmbedding, modelId: string, embedding: FaceEmbedding): void {
  if (embedding.modelId !== modelId || embedding.modality !== first.modality) {
    throw new EmbeddingMismatchError(
      `An embedding of ${embedding.modelId} cannot be part of a reference of ${modelId}.`,
      { code: 'model-id' },
    )
  }
  if (embedding.dimension !== first.dimension || embedding.vector.length !== first.dimension) {
    throw new EmbeddingMismatchError('The embeddings have different dimensions.', { code: 'dimension' })
  }
  if (!isUnitVector(embedding.vector)) {
    throw new EmbeddingMismatchError('An embedding is not L2-normalised.', { code: 'not-normalised' })
  }
}
