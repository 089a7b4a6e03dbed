import { describe, expect, it } from 'vitest'
import { embedImages } from './embed-images.js'
import { createMemoryCache } from './embedding-cache.js'
import type { ImageEmbedder } from './image-outcome.js'

const image = (name: string, content = name) => ({ name, read: async () => Buffer.from(content) })
const signal = new AbortController().signal

/** Gives every picture a vector made of its first byte, after a few turns of the event loop. */
function slowEmbedder(log: string[] = []): ImageEmbedder {
  return {
    async embed(bytes) {
      for (let turn = 0; turn < 3; turn++) await Promise.resolve()
      log.push(Buffer.from(bytes).toString())
      return { status: 'embedded', vector: Float32Array.of(bytes[0]!) }
    },
    close: async () => {},
  }
}

describe('embedImages', () => {
  it('keeps the order of the pictures, however many embedders work', async () => {
    const images = 'abcdefghij'.split('').map((name) => image(name))
    const embedders = [slowEmbedder(), slowEmbedder(), slowEmbedder()]
    const outcomes = await embedImages({ images, cache: createMemoryCache(), embedders, signal })
    expect(outcomes.map((outcome) => outcome.status === 'embedded' && outcome.vector[0])).toEqual(
      'abcdefghij'.split('').map((name) => name.charCodeAt(0)),
    )
  })

  it('embeds pictures with equal bytes once', async () => {
    const log: string[] = []
    const images = [image('1', 'same'), image('2', 'same'), image('3', 'other'), image('4', 'same')]
    await embedImages({
      images,
      cache: createMemoryCache(),
      embedders: [slowEmbedder(log), slowEmbedder(log)],
      signal,
    })
    expect(log.sort()).toEqual(['other', 'same'])
  })

  it('goes on where a run that failed stopped', async () => {
    const cache = createMemoryCache()
    const log: string[] = []
    const broken = {
      name: 'c',
      read: () => Promise.reject(Object.assign(new Error('gone'), { code: 'EIO' })),
    }
    const first = embedImages({
      images: [image('a'), image('b'), broken],
      cache,
      embedders: [slowEmbedder(log)],
      signal,
    })
    await expect(first).rejects.toMatchObject({ code: 'unreadable-file', message: 'c cannot be read (EIO).' })
    const images = [image('a'), image('b'), image('c')]
    const seen: number[] = []
    const onProgress = ({ computed }: { computed: number }) => seen.push(computed)
    await embedImages({ images, cache, embedders: [slowEmbedder(log)], signal, onProgress })
    expect(log).toEqual(['a', 'b', 'c'])
    expect(seen).toEqual([0, 0, 1])
  })

  it('stops when told and keeps what is done', async () => {
    const cache = createMemoryCache()
    const stop = new AbortController()
    const images = 'abcdef'.split('').map((name) => image(name))
    const onProgress = ({ done }: { done: number }) => done === 2 && stop.abort()
    const log: string[] = []
    const run = embedImages({
      images,
      cache,
      embedders: [slowEmbedder(log)],
      signal: stop.signal,
      onProgress,
    })
    await expect(run).rejects.toThrow('abort')
    expect(log).toEqual(['a', 'b'])
  })
})
