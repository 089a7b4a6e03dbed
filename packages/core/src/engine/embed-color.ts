import type { CallOptions, Embedder, FaceEmbedding, FaceSample } from '@faceward/spec'

/** The colour embedding of a sample; a colour embedder has what it needs in every one. */
export async function embedColor(
  embedder: Embedder,
  sample: FaceSample,
  call: CallOptions,
): Promise<FaceEmbedding> {
  const embedding = await embedder.embed(sample, call)
  if (embedding === undefined)
    throw new TypeError(`The colour embedder '${embedder.id}' gave nothing for a colour sample.`)
  return embedding
}
