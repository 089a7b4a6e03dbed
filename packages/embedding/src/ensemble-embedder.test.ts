import type { Calibration, Embedder, FaceSample } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { codeOf, manifestOf, quarterMeans, sampleOf, sessionOf } from '../test/fixtures.js'
import { cosineSimilarity } from './cosine-similarity.js'
import { createEnsembleEmbedder } from './ensemble-embedder.js'
import { createOnnxEmbedder } from './onnx-embedder.js'

function parts() {
  const red = sessionOf(quarterMeans)
  const sums = sessionOf((data) => [data[0]!, data[255]! - 0.5, data[300]!, data[600]!])
  return {
    sessions: [red, sums] as const,
    embedders: [
      createOnnxEmbedder({ session: red, manifest: manifestOf({ id: 'red' }) }),
      createOnnxEmbedder({ session: sums, manifest: manifestOf({ id: 'points' }) }),
    ] as const,
  }
}

function ensembleOf(embedders: readonly Embedder[], weights: readonly number[]) {
  const given = embedders.map((embedder, index) => ({ embedder, weight: weights[index]! }))
  return createEnsembleEmbedder({ id: 'both', parts: given })
}

async function cosineOf(embedder: Embedder, a: FaceSample, b: FaceSample): Promise<number> {
  const [first, second] = [await embedder.embed(a), await embedder.embed(b)]
  return cosineSimilarity(first!.vector, second!.vector)
}

describe('createEnsembleEmbedder', () => {
  it('has the weighted mean of its parts’ cosines as its cosine', async () => {
    const { embedders } = parts()
    const ensemble = ensembleOf(embedders, [1, 5])
    const pair = [sampleOf(), sampleOf({ mirrored: true })] as const
    const [red, points] = await Promise.all(embedders.map((embedder) => cosineOf(embedder, ...pair)))
    expect(Math.abs(red! - points!)).toBeGreaterThan(0.01)
    expect(await cosineOf(ensemble, ...pair)).toBeCloseTo((red! + 5 * points!) / 6, 5)
  })

  it('gives vectors of length 1 and of its own id and dimension', async () => {
    const { embedders } = parts()
    const ensemble = ensembleOf(embedders, [2, 3])
    const embedding = (await ensemble.embed(sampleOf()))!
    expect(embedding).toMatchObject({ modality: 'rgb', dimension: 8, modelId: ensemble.modelId })
    expect(embedding.vector).toHaveLength(8)
    expect(Math.hypot(...embedding.vector)).toBeCloseTo(1, 6)
    expect(ensemble.aggregate([embedding]).modelId).toBe(ensemble.modelId)
  })

  it('takes no calibration from its parts, only its own', () => {
    const calibration = { kind: 'logistic', slope: 10, midpoint: 0.5 } as Calibration
    const embedder = createOnnxEmbedder({
      session: sessionOf(quarterMeans),
      manifest: manifestOf({ calibration }),
    })
    expect(ensembleOf([embedder], [1]).calibration).toBeUndefined()
    const own = createEnsembleEmbedder({ id: 'one', parts: [{ embedder, weight: 1 }], calibration })
    expect(own.calibration).toBe(calibration)
  })

  it('embeds nothing when a part lacks what it needs', async () => {
    const [red] = parts().embedders
    const needsDepth: Embedder = { ...red, embed: async () => undefined }
    expect(await ensembleOf([red, needsDepth], [1, 1]).embed(sampleOf())).toBeUndefined()
  })

  it('is a placeholder when a part is', () => {
    const [red, points] = parts().embedders
    expect(ensembleOf([red, points], [1, 1]).placeholder).toBeUndefined()
    expect(ensembleOf([red, { ...points, placeholder: true }], [1, 1]).placeholder).toBe(true)
  })

  it('disposes every part and embeds no more', async () => {
    const { embedders, sessions } = parts()
    const ensemble = ensembleOf(embedders, [1, 1])
    await ensemble.dispose()
    expect(sessions.map((session) => session.counts.disposals)).toEqual([1, 1])
    expect(await codeOf(() => ensemble.embed(sampleOf()))).toBe('disposed')
  })

  it('names what is wrong with its options', () => {
    const [embedder, other] = parts().embedders
    const create = (options: object) => () =>
      createEnsembleEmbedder({ id: 'both', parts: [{ embedder, weight: 1 }], ...options } as never)
    expect(create({ id: '' })).toThrow(/id: expected/)
    expect(create({ parts: [] })).toThrow(/parts: expected at least one/)
    expect(create({ weights: [1] })).toThrow(/weights: not an option/)
    for (const weight of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(create({ parts: [{ embedder, weight }] })).toThrow(/parts\[0\]\.weight: expected/)
    }
    const depth = { embedder: { ...other, modality: 'depth' }, weight: 1 }
    expect(create({ parts: [{ embedder, weight: 1 }, depth] })).toThrow(/one modality/)
  })
})
