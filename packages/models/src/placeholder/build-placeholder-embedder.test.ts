import { createNodeBackend } from '@faceward/inference-node'
import { ConfigurationError } from '@faceward/spec'
import { modelManifestSchema } from '@faceward/spec/schemas'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256Hex } from '../manifest/sha256-hex.js'
import { buildPlaceholderEmbedder, type PlaceholderOptions } from './build-placeholder-embedder.js'

const PIXELS = 3 * 112 * 112

/** Runs the network once for each picture of values in -1..1. */
async function embed(
  options: PlaceholderOptions,
  pictures: readonly Float32Array[],
): Promise<Float32Array[]> {
  const { manifest, onnx } = buildPlaceholderEmbedder(options)
  const session = await createNodeBackend().load({ id: manifest.id, onnx })
  expect(session.inputs).toMatchObject([{ name: 'image', dims: [1, 3, 112, 112] }])
  expect(session.outputs).toMatchObject([{ name: 'embedding', dims: [1, manifest.embedding!.dimension] }])
  const embeddings: Float32Array[] = []
  for (const data of pictures) {
    const { embedding } = await session.run({ image: { type: 'float32', dims: [1, 3, 112, 112], data } })
    embeddings.push(embedding!.data as Float32Array)
  }
  await session.dispose()
  return embeddings
}

function picture(frequency: number): Float32Array {
  return Float32Array.from({ length: PIXELS }, (_, i) => Math.sin(i * frequency))
}

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

describe('the placeholder network', () => {
  it('says loudly that it recognises nobody, where people look', () => {
    const { manifest } = buildPlaceholderEmbedder()
    expect(modelManifestSchema.parse(manifest)).toEqual(manifest)
    expect(manifest.origin).toEqual({ kind: 'built' })
    expect(manifest.calibration).toBeUndefined()
    expect(manifest.id).toMatch(/^placeholder-/)
    for (const text of [manifest.description, manifest.license.note])
      expect(text).toContain('RECOGNISES NOBODY')
  })

  // Pinned on Linux x64, Node 20: other bytes elsewhere, or after a change of the network, are another model.
  it('is the same bytes always, which its manifest pins', () => {
    const { manifest, onnx } = buildPlaceholderEmbedder()
    expect(manifest.file).toEqual({ sha256: sha256Hex(onnx), bytes: onnx.length })
    expect(manifest.file).toEqual({
      sha256: '4e8c9023fb8ce1fce3de042076b000c0b0b5eb7dc2b4b73687816c0d029a5a9e',
      bytes: 676_850,
    })
    expect(buildPlaceholderEmbedder({ seed: 2 }).manifest.file.sha256).not.toBe(manifest.file.sha256)
  })

  it('gives 512 finite numbers, the same for the same picture, others for others', async () => {
    const [first, again, other] = await embed({}, [picture(0.1), picture(0.1), picture(0.37)])
    expect(first).toHaveLength(512)
    expect(first!.every(Number.isFinite)).toBe(true)
    expect(again).toEqual(first)
    expect(Math.abs(cosine(first!, other!))).toBeLessThan(0.5)
    const [elsewhere] = await embed({ seed: 2 }, [picture(0.1)])
    expect(Math.abs(cosine(first!, elsewhere!))).toBeLessThan(0.5)
  })

  it('stays finite whatever the picture, and loads in any dimension', async () => {
    const pixel = fc.double({ min: -1, max: 1, noNaN: true })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), pixel, pixel, async (dimension, even, odd) => {
        const data = Float32Array.from({ length: PIXELS }, (_, i) => (i % 2 === 0 ? even : odd))
        const [embedding] = await embed({ dimension }, [data])
        expect(embedding).toHaveLength(dimension)
        expect(embedding!.every(Number.isFinite)).toBe(true)
      }),
      { numRuns: 10 },
    )
  })

  it.each<[string, object]>([
    ['seed', { seed: -1 }],
    ['seed', { seed: 0.5 }],
    ['seed', { seed: 2 ** 32 }],
    ['dimension', { dimension: 0 }],
    ['dimension', { dimension: 4097 }],
    ['size', { size: 224 }],
  ])('names %s when it is wrong', (key, options) => {
    const build = () => buildPlaceholderEmbedder(options)
    expect(build).toThrow(ConfigurationError)
    expect(build).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ key })] }))
  })
})
