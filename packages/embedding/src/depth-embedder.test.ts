import type { AlignedDepth, FaceSample } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { cosineSimilarity } from './cosine-similarity.js'
import { createDepthEmbedder } from './depth-embedder.js'

/** A face-like surface in metres, with a nose of a width and length of its own. */
function face(noseWidth: number, noseLength: number, more: Partial<AlignedDepth> = {}): AlignedDepth {
  const relief = Float32Array.from({ length: 112 * 112 }, (_, i) => {
    const x = (i % 112) - 56
    const y = Math.floor(i / 112) - 68
    const nose = 0.02 * Math.exp(-(x * x) / (2 * noseWidth ** 2) - (y * y) / (2 * noseLength ** 2))
    return nose - 0.00001 * (x * x + 0.5 * y * y)
  })
  return { relief, valid: new Uint8Array(112 * 112).fill(1), interocularMm: 63, kind: 'sensed', ...more }
}
const sampleOf = (alignedDepth?: AlignedDepth) => (alignedDepth ? { alignedDepth } : {}) as FaceSample
const embedder = createDepthEmbedder()
const embed = async (depth: AlignedDepth) => (await embedder.embed(sampleOf(depth)))!

describe('depth embedder', () => {
  it('gives a unit vector of 512 values and states what it was measured on', async () => {
    const embedding = await embed(face(6, 12))
    expect(embedding.vector).toHaveLength(512)
    expect(Math.hypot(...embedding.vector)).toBeCloseTo(1, 5)
    expect(embedding).toMatchObject({ modality: 'depth', modelId: embedder.modelId, dimension: 512 })
    expect(embedder.calibration?.provenance.subjects).toBe(5)
    expect(embedder.calibration?.operatingPoints.length).toBeGreaterThan(3)
  })

  it('embeds the same shape alike wherever it stands, and another shape otherwise', async () => {
    const one = await embed(face(6, 12))
    const lifted = face(6, 12)
    const moved = { ...lifted, relief: lifted.relief.map((value) => value + 0.03) }
    expect(cosineSimilarity(one.vector, (await embed(moved)).vector)).toBeGreaterThan(0.999)
    const other = await embed(face(11, 20))
    expect(cosineSimilarity(one.vector, other.vector)).toBeLessThan(0.9)
    const noisy = {
      ...lifted,
      relief: lifted.relief.map((value, i) => value + 0.0005 * Math.sin(i * 12.9898)),
    }
    expect(cosineSimilarity(one.vector, (await embed(noisy)).vector)).toBeGreaterThan(
      cosineSimilarity(one.vector, other.vector),
    )
  })

  it('gives nothing without sensed depth: none, estimated, or mostly holes', async () => {
    expect(await embedder.embed(sampleOf())).toBeUndefined()
    expect(await embedder.embed(sampleOf(face(6, 12, { kind: 'estimated' })))).toBeUndefined()
    const valid = new Uint8Array(112 * 112).fill(1, 0, 112 * 60)
    expect(await embedder.embed(sampleOf(face(6, 12, { valid })))).toBeUndefined()
    const small = new Uint8Array(112 * 112).fill(1)
    for (let y = 40; y < 50; y++) small.fill(0, y * 112 + 40, y * 112 + 50)
    expect(await embedder.embed(sampleOf(face(6, 12, { valid: small })))).toBeDefined()
  })

  it('refuses unknown options, and use after it was disposed', async () => {
    expect(() => createDepthEmbedder({ weight: 1 } as object)).toThrow(/weight/)
    const own = createDepthEmbedder()
    await own.dispose()
    await expect(own.embed(sampleOf(face(6, 12)))).rejects.toThrow(/closed/)
  })
})
