import { createHash } from 'node:crypto'
import { unreadable } from '../files/read-input.js'
import type { EmbeddingCache } from './embedding-cache.js'
import type { ImageEmbedder, ImageOutcome } from './image-outcome.js'

/** One picture of a data set. */
export interface DatasetImage {
  /** As the report shows it. */
  readonly name: string
  read(): Promise<Uint8Array>
}

export interface EmbedImagesOptions {
  readonly images: readonly DatasetImage[]
  readonly cache: EmbeddingCache
  /** Each works on one picture at a time. */
  readonly embedders: readonly ImageEmbedder[]
  readonly signal: AbortSignal
  /** `computed` leaves out what the cache had. */
  readonly onProgress?: (progress: { readonly done: number; readonly computed: number }) => void
}

/**
 * The outcome of every picture, in order. Pictures with equal bytes are embedded once; every outcome is kept at
 * once, so that a run that was stopped goes on where it was.
 *
 * @throws InputError when a file cannot be read or the disk is full; what was done until then is kept.
 */
export async function embedImages(options: EmbedImagesOptions): Promise<readonly ImageOutcome[]> {
  const { images, cache, embedders, signal, onProgress } = options
  const outcomes: ImageOutcome[] = new Array(images.length)
  const underWay = new Map<string, Promise<ImageOutcome>>()
  const progress = { next: 0, done: 0, computed: 0 }

  async function outcomeOf(image: DatasetImage, embedder: ImageEmbedder): Promise<ImageOutcome> {
    const bytes = await read(image)
    const hash = createHash('sha256').update(bytes).digest('hex')
    const known = cache.get(hash) ?? underWay.get(hash)
    if (known) return known
    const work = embedder.embed(bytes).then(async (outcome) => {
      await cache.put(hash, outcome)
      progress.computed++
      return outcome
    })
    underWay.set(hash, work)
    try {
      return await work
    } finally {
      underWay.delete(hash)
    }
  }

  async function run(embedder: ImageEmbedder): Promise<void> {
    while (progress.next < images.length) {
      signal.throwIfAborted()
      const index = progress.next++
      outcomes[index] = await outcomeOf(images[index]!, embedder)
      progress.done++
      onProgress?.({ done: progress.done, computed: progress.computed })
    }
  }

  const runs = await Promise.allSettled(embedders.map(run))
  const failed = runs.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  return outcomes
}

async function read(image: DatasetImage): Promise<Uint8Array> {
  return image.read().catch(unreadable(image.name))
}
