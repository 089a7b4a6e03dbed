import { createNodeBackend } from '@faceward/inference-node'
import { buildPlaceholderEmbedder } from '@faceward/models'
import type { Embedder } from '@faceward/spec'
import { afterAll, describe, expect, it } from 'vitest'
import {
  cosineSimilarity,
  createEnsembleEmbedder,
  createOnnxEmbedder,
  createPlaceholderEmbedder,
} from '../src/index.js'
import { codeOf, sampleOf } from './fixtures.js'

// The placeholder network on onnxruntime: a true five-point crop through a true convolutional network.
const backend = createNodeBackend()
const { manifest, onnx } = buildPlaceholderEmbedder()
const opened: Embedder[] = []
const load = async () => backend.load({ id: manifest.id, onnx })

async function placeholder(): Promise<Embedder> {
  const embedder = createPlaceholderEmbedder({ session: await load(), manifest })
  opened.push(embedder)
  return embedder
}

const embedder = await placeholder()
afterAll(async () => {
  await Promise.all(opened.map((one) => one.dispose()))
})

describe('an embedder on a real network', () => {
  it('gives 512 numbers of length 1, the same for the same frame', async () => {
    const [first, again] = [await embedder.embed(sampleOf()), await embedder.embed(sampleOf())]
    expect(first).toMatchObject({ modality: 'rgb', dimension: 512, modelId: embedder.modelId })
    expect(Math.hypot(...first!.vector)).toBeCloseTo(1, 5)
    expect(again!.vector).toEqual(first!.vector)
    expect(embedder.placeholder).toBe(true)
  })

  it('sees the face’s place in the frame: moved landmarks and face alike give one crop, so one embedding', async () => {
    const still = (await embedder.embed(sampleOf()))!
    const wider = (await embedder.embed(sampleOf({ width: 160 })))!
    const mirrored = (await embedder.embed(sampleOf({ mirrored: true })))!
    expect(cosineSimilarity(still.vector, wider.vector)).toBeGreaterThan(0.999)
    expect(cosineSimilarity(still.vector, mirrored.vector)).toBeLessThan(0.99)
  })

  it('runs concurrently without mixing results', async () => {
    const samples = [sampleOf(), sampleOf({ mirrored: true })]
    const alone = [await embedder.embed(samples[0]!), await embedder.embed(samples[1]!)]
    const together = await Promise.all([...samples, ...samples].map((sample) => embedder.embed(sample)))
    together.forEach((embedding, index) => {
      expect(embedding!.vector).toEqual(alone[index % 2]!.vector)
    })
  })

  it('is a placeholder in an ensemble too', async () => {
    const parts = [
      { embedder, weight: 1 },
      { embedder: await placeholder(), weight: 2 },
    ]
    const ensemble = createEnsembleEmbedder({ id: 'two', parts })
    expect(ensemble.placeholder).toBe(true)
    expect((await ensemble.embed(sampleOf()))!.vector).toHaveLength(1024)
  })

  it('cannot pass for a real one', async () => {
    const session = await load()
    expect(await codeOf(() => createOnnxEmbedder({ session, manifest }))).toBe('placeholder-model')
    await session.dispose()
  })
})
