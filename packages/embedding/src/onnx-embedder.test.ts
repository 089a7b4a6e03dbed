import type { Calibration } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { codeOf, manifestOf, quarterMeans, sampleOf, sessionOf } from '../test/fixtures.js'
import { cosineSimilarity } from './cosine-similarity.js'
import { createOnnxEmbedder } from './onnx-embedder.js'

const calibration = { kind: 'logistic', slope: 10, midpoint: 0.5 } as Calibration
const calibrated = manifestOf({ calibration })

describe('createOnnxEmbedder', () => {
  it('cuts the crop the manifest describes and gives the network’s output at length 1', async () => {
    // Red is 2x, so over the box x 35..85 the left half has mean 2 * 47 and the right half 2 * 72, give or
    // take the pixel grid; top and bottom are alike.
    const embedder = createOnnxEmbedder({ session: sessionOf(quarterMeans), manifest: manifestOf() })
    const embedding = (await embedder.embed(sampleOf()))!
    expect(embedding).toMatchObject({ modality: 'rgb', dimension: 4, modelId: embedder.modelId })
    expect(embedding).not.toHaveProperty('magnitude')
    expect(Math.hypot(...embedding.vector)).toBeCloseTo(1, 6)
    expect(embedding.vector[1]! / embedding.vector[0]!).toBeCloseTo(72 / 47, 1)
    expect(embedding.vector[2]).toBeCloseTo(embedding.vector[0]!, 5)
  })

  it('keeps the length before normalisation where the manifest calls it a quality', async () => {
    const manifest = manifestOf({ embedding: { dimension: 4, magnitudeIsQuality: true } })
    const embedder = createOnnxEmbedder({ session: sessionOf(() => [0, 3, 4, 0]), manifest })
    const embedding = (await embedder.embed(sampleOf()))!
    expect(embedding.magnitude).toBeCloseTo(5, 6)
    expect(Array.from(embedding.vector)).toEqual([0, 0.6, 0.8, 0].map(Math.fround))
  })

  it('with flip averaging gives a face and its mirror image one embedding, at two runs each', async () => {
    const session = sessionOf(quarterMeans)
    const flipped = createOnnxEmbedder({ session, manifest: manifestOf(), flip: 'average' })
    const plain = createOnnxEmbedder({ session: sessionOf(quarterMeans), manifest: manifestOf() })
    const vectorOf = async (embedder: typeof plain, mirrored: boolean) =>
      (await embedder.embed(sampleOf({ mirrored })))!.vector
    const averaged = [await vectorOf(flipped, false), await vectorOf(flipped, true)] as const
    expect(session.counts.runs).toBe(4)
    expect(cosineSimilarity(...averaged)).toBeCloseTo(1, 6)
    expect(cosineSimilarity(await vectorOf(plain, false), await vectorOf(plain, true))).toBeLessThan(0.98)
    expect(flipped.modelId).not.toBe(plain.modelId)
  })

  it('applies the transform to the normalised output', async () => {
    const transform = {
      mean: Float32Array.of(0, 0.6, 0, 0),
      projection: { rows: 2, matrix: Float32Array.of(1, 0, 0, 0, 0, 0, 1, 0) },
    }
    const session = sessionOf(() => [0, 3, 4, 0])
    const embedder = createOnnxEmbedder({ session, manifest: manifestOf(), transform })
    expect(embedder.dimension).toBe(2)
    expect(Array.from((await embedder.embed(sampleOf()))!.vector)).toEqual([0, 1])
  })

  it('carries the manifest’s calibration only where the cosines are those it was fitted on', () => {
    const of = (options: object) =>
      createOnnxEmbedder({ session: sessionOf(quarterMeans), manifest: calibrated, ...options }).calibration
    expect(of({})).toBe(calibration)
    expect(of({ flip: 'average' })).toBeUndefined()
    expect(of({ transform: { mean: new Float32Array(4) } })).toBeUndefined()
    const own = { ...calibration, slope: 11 }
    expect(of({ flip: 'average', calibration: own })).toBe(own)
  })

  it('takes the named output of a network with several', async () => {
    const session = sessionOf(quarterMeans, ['age', 'embedding'])
    const named = manifestOf({ embedding: { dimension: 4, name: 'embedding' } })
    expect(await createOnnxEmbedder({ session, manifest: named }).embed(sampleOf())).toBeDefined()
    expect(await codeOf(() => createOnnxEmbedder({ session, manifest: manifestOf() }))).toBe(
      'invalid-manifest',
    )
    const absent = manifestOf({ embedding: { dimension: 4, name: 'features' } })
    expect(await codeOf(() => createOnnxEmbedder({ session, manifest: absent }))).toBe('invalid-manifest')
  })

  it.each<[string, string, readonly number[]]>([
    ['of another dimension', 'invalid-tensor', [1, 2, 3]],
    ['with NaN', 'backend-failure', [1, Number.NaN, 0, 0]],
    ['with infinity', 'backend-failure', [1, Number.POSITIVE_INFINITY, 0, 0]],
    ['that is all zero', 'backend-failure', [0, 0, 0, 0]],
  ])('throws on an output %s', async (_, code, output) => {
    const embedder = createOnnxEmbedder({ session: sessionOf(() => output), manifest: manifestOf() })
    expect(await codeOf(() => embedder.embed(sampleOf()))).toBe(code)
  })

  it('throws when the output is the mean itself, so that nothing is left of it', async () => {
    const transform = { mean: Float32Array.of(0, 0, 1, 0) }
    const session = sessionOf(() => [0, 0, 7, 0])
    const embedder = createOnnxEmbedder({ session, manifest: manifestOf(), transform })
    expect(await codeOf(() => embedder.embed(sampleOf()))).toBe('backend-failure')
  })

  it('says which landmarks are missing', async () => {
    const manifest = manifestOf({ alignment: { kind: 'dlib-five-point', padding: 0.25 } })
    const embedder = createOnnxEmbedder({ session: sessionOf(quarterMeans), manifest })
    expect(await codeOf(() => embedder.embed(sampleOf()))).toBe('landmarks-missing')
  })

  it.each([
    ['the task', { task: 'face-mesh' }],
    ['the alignment', { alignment: undefined }],
    ['the embedding', { embedding: undefined }],
  ])('refuses a manifest for %s', async (_, changes) => {
    const manifest = { ...manifestOf(), ...changes } as never
    const create = () => createOnnxEmbedder({ session: sessionOf(quarterMeans), manifest })
    expect(await codeOf(create)).toBe('invalid-manifest')
  })

  it('refuses unknown options, and networks that are built in code', async () => {
    const options = { session: sessionOf(quarterMeans), manifest: manifestOf() }
    expect(() => createOnnxEmbedder({ ...options, mirror: true } as never)).toThrow(/mirror: not an option/)
    expect(() => createOnnxEmbedder({ ...options, flip: true } as never)).toThrow(/flip: expected/)
    const built = manifestOf({ origin: { kind: 'built' } })
    expect(await codeOf(() => createOnnxEmbedder({ ...options, manifest: built }))).toBe('placeholder-model')
  })

  it('stops at an abort, without a run', async () => {
    const session = sessionOf(quarterMeans)
    const embedder = createOnnxEmbedder({ session, manifest: manifestOf() })
    const reason = new Error('enough')
    await expect(embedder.embed(sampleOf(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(session.counts.runs).toBe(0)
  })

  it('disposes its session and embeds no more', async () => {
    const session = sessionOf(quarterMeans)
    const embedder = createOnnxEmbedder({ session, manifest: manifestOf() })
    await embedder.dispose()
    expect(session.counts.disposals).toBe(1)
    expect(await codeOf(() => embedder.embed(sampleOf()))).toBe('disposed')
  })

  it('aggregates only what it embedded', async () => {
    const embedder = createOnnxEmbedder({ session: sessionOf(quarterMeans), manifest: manifestOf() })
    const embedding = (await embedder.embed(sampleOf()))!
    expect(embedder.aggregate([embedding, embedding]).modelId).toBe(embedder.modelId)
    expect(await codeOf(() => embedder.aggregate([{ ...embedding, modelId: 'other@1' }]))).toBe('model-id')
  })
})
