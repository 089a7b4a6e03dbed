import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { DEFAULT_EMBEDDER } from './default-embedder.js'

const [faceres, dlib] = DEFAULT_EMBEDDER.parts as [
  (typeof DEFAULT_EMBEDDER.parts)[number],
  (typeof DEFAULT_EMBEDDER.parts)[number],
]

describe('DEFAULT_EMBEDDER', () => {
  it('is 512 numbers: FaceRes projected to 384, and dlib’s 128', () => {
    const { mean, projection } = faceres.transform!
    const inputs = faceres.model.embedding!.dimension
    expect(inputs).toBe(1024)
    expect(mean).toHaveLength(inputs)
    expect(projection!.matrix).toHaveLength(projection!.rows * inputs)
    expect(projection!.rows + dlib.model.embedding!.dimension).toBe(512)
    expect(DEFAULT_EMBEDDER.dimension).toBe(512)
    expect(dlib.transform).toBeUndefined()
  })

  it('subtracts a mean that embeddings of length 1 can have: the shorter, the less they are alike', () => {
    const length = Math.hypot(...faceres.transform!.mean!)
    expect(length).toBeGreaterThan(0.4)
    expect(length).toBeLessThan(0.8)
  })

  it('whitens: each leading direction is shrunk to what follows it, the first the most', () => {
    const { matrix } = faceres.transform!.projection!
    const gains = Array.from({ length: 48 }, (_, row) =>
      Math.hypot(...matrix.subarray(row * 1024, (row + 1) * 1024)),
    )
    expect(gains).toEqual([...gains].sort((a, b) => a - b))
    expect(gains[0]).toBeLessThan(0.5)
    expect(gains[47]).toBeLessThanOrEqual(1.01)
  })

  it('is the same on every machine and in every release: templates depend on it', () => {
    // Pinned. Another value means another embedding space: raise the embedder's id, and say so in the changelog.
    const { mean, projection } = faceres.transform!
    const hash = createHash('sha256').update(new Uint8Array(mean!.buffer))
    hash.update(new Uint8Array(projection!.matrix.buffer))
    expect(hash.digest('hex')).toBe('03bd2f3fccfa8e5f29bed98233284642494826a7c6b800ecd73d42694323f4a0')
  })
})
