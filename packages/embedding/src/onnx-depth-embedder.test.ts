import { tinyOnnxModel } from '@faceward/conformance'
import { createNodeBackend } from '@faceward/inference-node'
import type { AlignedDepth, FaceSample, InferenceSession, ModelManifest } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { codeOf, manifestOf, sessionOf } from '../test/fixtures.js'
import { createOnnxDepthEmbedder } from './onnx-depth-embedder.js'

const SIZE = 112
const relief = {
  width: SIZE,
  height: SIZE,
  layout: 'nchw',
  colorOrder: 'rgb',
  mean: [0, 0, 0],
  std: [10, 10, 10],
  channels: 'relief',
} as const

/** Means over 4 x 4 cells of the crop, by onnxruntime: a network that can be checked by hand. */
const CELLS = 4
function cellMeans(channels: number): Promise<InferenceSession> {
  const side = SIZE / CELLS
  const onnx = tinyOnnxModel({
    operator: 'AveragePool',
    inputs: [{ name: 'depth', type: 'float32', dims: [1, channels, SIZE, SIZE] }],
    output: { name: 'cells', type: 'float32', dims: [1, channels, CELLS, CELLS] },
    attributes: { kernel_shape: [side, side], strides: [side, side] },
  })
  return createNodeBackend().load({ id: 'cells', onnx })
}
function manifest(changes: Partial<ModelManifest> = {}): ModelManifest {
  const { alignment: _, ...base } = manifestOf()
  const embedding = { dimension: CELLS * CELLS }
  return { ...base, id: 'cells', task: 'depth-embedding', input: relief, embedding, ...changes }
}
const at = (height: (x: number, y: number) => number, more: Partial<AlignedDepth> = {}): FaceSample =>
  ({
    alignedDepth: {
      relief: Float32Array.from({ length: SIZE * SIZE }, (_, i) => height(i % SIZE, Math.floor(i / SIZE))),
      valid: new Uint8Array(SIZE * SIZE).fill(1),
      kind: 'sensed',
      ...more,
    },
  }) as FaceSample

describe('createOnnxDepthEmbedder', () => {
  it('gives a real network the relief in millimetres, as the manifest says', async () => {
    const session = await cellMeans(1)
    const embedder = createOnnxDepthEmbedder({ session, manifest: manifest() })
    // 30 mm in the left half, 40 mm in the right: 3 and 4 after the manifest's std.
    const found = await embedder.embed(at((x) => (x < SIZE / 2 ? 0.03 : 0.04)))
    expect(found).toMatchObject({ modality: 'depth', dimension: 16, modelId: embedder.modelId })
    const norm = Math.sqrt(8 * 9 + 8 * 16)
    expect([...found!.vector].map((value) => value * norm)).toEqual(
      Array.from({ length: 16 }, (_, i) => expect.closeTo(i % 4 < 2 ? 3 : 4, 4)),
    )
    await embedder.dispose()
    expect(await codeOf(() => embedder.embed(at(() => 0.01)))).toBe('disposed')
  })

  it('gives normals of a slope, and 0 where nothing was measured', async () => {
    const input = { ...relief, std: [1, 1, 1] as const, channels: 'normals' as const }
    const session = await cellMeans(3)
    const embedding = { dimension: 3 * CELLS * CELLS }
    const embedder = createOnnxDepthEmbedder({ session, manifest: manifest({ input, embedding }) })
    // Eyes 35.24 mm apart make a pixel a millimetre: 45 degrees down to the right, so the normal leans right.
    const valid = Uint8Array.from({ length: SIZE * SIZE }, (_, i) => (i < (SIZE * SIZE) / 2 ? 1 : 0))
    const found = await embedder.embed(at((x) => -x / 1000, { interocularMm: 35.24, valid }))
    const { vector } = found!
    expect(vector[0]).toBeGreaterThan(0)
    expect(vector[2 * 16]).toBeCloseTo(vector[0]!, 4)
    expect(vector[16]).toBeCloseTo(0, 6)
    for (const plane of [0, 16, 32]) expect(vector[plane + 12]).toBe(0)
  })

  it('gives nothing without sensed depth: none, estimated, mostly holes', async () => {
    const embedder = createOnnxDepthEmbedder({ session: sessionOf(() => [1]), manifest: manifest() })
    expect(await embedder.embed({} as FaceSample)).toBeUndefined()
    expect(await embedder.embed(at(() => 0.01, { kind: 'estimated' }))).toBeUndefined()
    expect(await embedder.embed(at(() => 0.01, { valid: new Uint8Array(SIZE * SIZE) }))).toBeUndefined()
  })

  it.each<[string, Partial<ModelManifest>]>([
    ['another task', { task: 'face-embedding' }],
    ['colour channels', { input: { ...relief, channels: 'color' } }],
    ['another size', { input: { ...relief, width: 96 } }],
    ['an input the model lacks', { input: { ...relief, name: 'image' } }],
  ])('refuses a manifest with %s', async (_, changes) => {
    const session = sessionOf(() => [1])
    expect(await codeOf(() => createOnnxDepthEmbedder({ session, manifest: manifest(changes) }))).toBe(
      'invalid-manifest',
    )
  })

  it('gives other model ids to other inputs, and has the calibration it is told', async () => {
    const session = sessionOf(() => [1])
    const normals = manifest({ input: { ...relief, channels: 'normals' } })
    const embedder = (it: ModelManifest) => createOnnxDepthEmbedder({ session, manifest: it })
    const one = embedder(manifest())
    const other = embedder(normals)
    expect(one.modelId).not.toBe(other.modelId)
    expect(one.calibration).toBeUndefined()
    expect(() => createOnnxDepthEmbedder({ session, manifest: manifest(), flip: 1 } as never)).toThrow(/flip/)
  })
})
