import type { CallOptions, FaceEmbedding, FaceSample } from '@faceward/spec'
import type { EngineParts } from './engine-parts.js'
import type { ObservedSample } from './observe-frames.js'

/** A sample with what the embedders see in it. */
export interface EmbeddedSample extends ObservedSample {
  readonly rgb: FaceEmbedding
  readonly depth?: FaceEmbedding
}

/** Embeds the samples of one request; a sample that is asked for again is not run again. */
export interface FaceEmbeddings {
  color(samples: readonly ObservedSample[]): Promise<readonly FaceEmbedding[]>
  /** Depth too, where there is an embedder for it. */
  all(samples: readonly ObservedSample[]): Promise<readonly EmbeddedSample[]>
}

export function createFaceEmbeddings(
  { embedder, depthEmbedder }: Pick<EngineParts, 'embedder' | 'depthEmbedder'>,
  call: CallOptions,
): FaceEmbeddings {
  const known = new Map<FaceSample, FaceEmbedding>()

  async function colorOf({ sample }: ObservedSample): Promise<FaceEmbedding> {
    call.signal?.throwIfAborted()
    const embedding = known.get(sample) ?? (await embedder.embed(sample, call))
    if (embedding === undefined)
      throw new TypeError(`The colour embedder '${embedder.id}' gave nothing for a colour sample.`)
    known.set(sample, embedding)
    return embedding
  }

  return {
    async color(samples) {
      const embeddings: FaceEmbedding[] = []
      for (const sample of samples) embeddings.push(await colorOf(sample))
      return embeddings
    },
    async all(samples) {
      const embedded: EmbeddedSample[] = []
      for (const sample of samples) {
        const rgb = await colorOf(sample)
        const depth = await depthEmbedder?.embed(sample.sample, call)
        embedded.push({ ...sample, rgb, ...(depth === undefined ? {} : { depth }) })
      }
      return embedded
    },
  }
}
