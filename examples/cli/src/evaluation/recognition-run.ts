import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Invocation } from '../cli.js'
import { embedImages } from './embed-images.js'
import { createMemoryCache, openEmbeddingCache } from './embedding-cache.js'
import type { ImageEmbedder, ImageOutcome, PipelineDescription } from './image-outcome.js'
import { createLocalEmbedder } from './local-embedder.js'
import type { RecognitionDataset } from './recognition-dataset.js'
import type { RunOptions } from './recognition-options.js'
import { createTimeLeft } from './time-left.js'
import { createWorkerEmbedder } from './worker-embedder.js'

/** A data set with the outcome of every picture. */
export interface RecognitionRun {
  readonly description: PipelineDescription
  readonly outcomes: readonly ImageOutcome[]
  /** Where embeddings are kept between runs. */
  readonly cachePath: string
}

/**
 * Embeds every picture of a data set on all cores, with a bar that says how long it will take. Stopped in the
 * middle, it says what is kept; the same command goes on from there.
 */
export async function runRecognition(
  { environment, signal, terminal }: Pick<Invocation, 'environment' | 'signal' | 'terminal'>,
  dataset: RecognitionDataset,
  options: RunOptions,
): Promise<RecognitionRun> {
  const { images } = dataset
  const pipeline = {
    environment: { ...environment },
    face: options.face,
    pictures: dataset.protocol === 'insightface-bin' ? ('cut-faces' as const) : ('photographs' as const),
    ...(options.model === undefined ? {} : { model: options.model }),
  }
  const loading = terminal.progress('Loading models', 1)
  const first = await createLocalEmbedder(pipeline, {
    onNotice: (message) => terminal.remark(message),
    onProgress: ({ done, total, modelId }) => loading.update(done / Math.max(1, total), modelId),
    signal,
  }).finally(() => loading.stop())
  const embedders: ImageEmbedder[] = [first]
  const bar = terminal.progress('Embedding', images.length)
  const state = { computed: 0, done: 0 }
  const cache = options.cache
    ? await openEmbeddingCache(join(options.out, 'embeddings'), first.description.pipeline)
    : createMemoryCache()
  try {
    const wanted = Math.min(options.workers ?? availableParallelism(), images.length)
    if (wanted > 1) {
      // Runs block their thread, so with several workers this thread only hands out work.
      embedders.push(
        ...(await Promise.all(Array.from({ length: wanted }, () => createWorkerEmbedder(pipeline)))),
      )
    }
    const timeLeft = createTimeLeft(() => performance.now())
    const outcomes = await embedImages({
      images,
      cache,
      embedders: wanted > 1 ? embedders.slice(1) : embedders,
      signal,
      onProgress: ({ done, computed }) => {
        state.done = done
        state.computed = computed
        bar.update(done, timeLeft.describe(computed, computed + images.length - done))
      },
    })
    return { description: first.description, outcomes, cachePath: cache.path }
  } catch (error) {
    bar.stop()
    if (signal.aborted && cache.path !== '') {
      terminal.remark(
        `Stopped after ${state.done} of ${images.length} pictures. They are kept; the same command goes on from there.`,
      )
    }
    throw error
  } finally {
    bar.stop()
    await Promise.allSettled(embedders.map((embedder) => embedder.close()))
  }
}
