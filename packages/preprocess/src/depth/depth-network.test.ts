import { tinyOnnxModel } from '@faceward/conformance'
import { createNodeBackend } from '@faceward/inference-node'
import type { FaceDetection, Image, InferenceSession, ModelManifest } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createDepthNetwork } from './depth-network.js'
import { estimateDepthFromMesh } from './estimate-depth-from-mesh.js'
import { scaleToMesh } from './scale-to-mesh.js'

const SIDE = 64

/** Depth as the mean of the three channels, by onnxruntime: what is bright is near. */
function brightnessNetwork(): Promise<InferenceSession> {
  const onnx = tinyOnnxModel({
    operator: 'Conv',
    inputs: [{ name: 'picture', type: 'float32', dims: [1, 3, SIDE, SIDE] }],
    output: { name: 'predicted_depth', type: 'float32', dims: [1, 1, SIDE, SIDE] },
    attributes: { kernel_shape: [1, 1] },
    constants: [{ name: 'weights', dims: [1, 3, 1, 1], values: [1 / 3, 1 / 3, 1 / 3] }],
  })
  return createNodeBackend().load({ id: 'brightness', onnx })
}

/** As MiDaS and Depth Anything want it: ImageNet's mean and std, a square with much around the face. */
const manifest: ModelManifest = {
  id: 'brightness',
  task: 'depth-estimation',
  description: 'Bright is near',
  file: { sha256: '0'.repeat(64), bytes: 1 },
  origin: { kind: 'file' },
  license: { spdx: 'MIT', commercialUse: true, attribution: 'none' },
  input: {
    width: SIDE,
    height: SIDE,
    layout: 'nchw',
    colorOrder: 'rgb',
    mean: [123.675, 116.28, 103.53],
    std: [58.395, 57.12, 57.375],
  },
  alignment: { kind: 'box-upright', scale: 2 },
  depth: { quantity: 'inverse-depth' },
}

const picture = { width: 400, height: 300 }
const nose = { x: 200, y: 150 }
const bump = (x: number, y: number): number => Math.exp(-((x - nose.x) ** 2 + (y - nose.y) ** 2) / 800)

/** A tilted grey with a bright, or dark, bump where the nose is. */
function imageOf(strength: number): Image {
  const data = Uint8Array.from({ length: picture.width * picture.height }, (_, i) => {
    const x = i % picture.width
    const y = Math.floor(i / picture.width)
    return Math.round(90 + x / 10 + strength * bump(x, y))
  })
  return { ...picture, format: 'gray8', data }
}

const face: FaceDetection = {
  box: { x: 125, y: 75, width: 150, height: 150 },
  score: 1,
  rightEye: { x: 170, y: 120 },
  leftEye: { x: 230, y: 120 },
}
/** The crop's pixels are 1.5 of the picture. */
const cut = { a: 1.5, b: 0, tx: 116, ty: 66 }

/** The relief of a face mesh with a bump of 30 picture pixels at the nose. */
function meshRelief() {
  const points = new Float32Array(468 * 3)
  for (let i = 0; i < 468; i++) {
    const x = 130 + ((i % 22) / 21) * 140
    const y = 80 + (Math.floor(i / 22) / 21) * 140
    points.set([x, y, -30 * bump(x, y)], 3 * i)
  }
  return estimateDepthFromMesh({ points, presence: 1 }, cut)
}

async function estimateOf(strength: number, changes: Partial<ModelManifest> = {}) {
  const network = createDepthNetwork({
    session: await brightnessNetwork(),
    manifest: { ...manifest, ...changes },
  })
  return scaleToMesh(await network.estimate(imageOf(strength), face, cut), meshRelief())
}

describe('createDepthNetwork', () => {
  it("gives an estimated relief of the network's shape at the mesh's scale", async () => {
    const mesh = meshRelief()
    for (const strength of [40, 120]) {
      const depth = (await estimateOf(strength))!
      expect(depth.kind).toBe('estimated')
      expect(depth).not.toHaveProperty('interocularMm')
      const top = depth.relief.indexOf(Math.max(...depth.relief))
      expect(Math.hypot((top % 112) - 56, Math.floor(top / 112) - 56)).toBeLessThan(5)
      expect(Math.max(...depth.relief) / Math.max(...mesh.relief)).toBeCloseTo(1, 0)
    }
  })

  it('turns depth round that grows away from the camera', async () => {
    expect(await estimateOf(-60, { depth: { quantity: 'depth' } })).toBeDefined()
    expect(await estimateOf(60, { depth: { quantity: 'depth' } })).toBeUndefined()
  })

  it('says nothing where the network sees no face', async () => {
    expect(await estimateOf(0)).toBeUndefined()
  })

  it('has no data where it did not look', async () => {
    const narrow = { alignment: { kind: 'box-upright', scale: 0.5 } } as const
    const depth = (await estimateOf(120, narrow))!
    expect([depth.valid[56 * 112 + 56], depth.valid[56 * 112 + 20]]).toEqual([1, 0])
  })

  it.each<[string, Partial<ModelManifest>]>([
    ['another task', { task: 'depth-embedding' }],
    ['an output the model lacks', { depth: { quantity: 'depth', name: 'disparity' } }],
    ['an input the model lacks', { input: { ...manifest.input, name: 'image' } }],
  ])('refuses a manifest with %s', async (_, changes) => {
    await expect(estimateOf(50, changes)).rejects.toMatchObject({ code: 'invalid-manifest' })
  })

  it('refuses a manifest that does not say what the output means, and use after it was disposed', async () => {
    const session = await brightnessNetwork()
    const { depth: _, ...silent } = manifest
    expect(() => createDepthNetwork({ session, manifest: silent })).toThrow(/depth/)
    const network = createDepthNetwork({ session, manifest })
    await network.dispose()
    await expect(network.estimate(imageOf(1), face, cut)).rejects.toMatchObject({ code: 'disposed' })
  })

  it('refuses an output of another size', async () => {
    const session = await brightnessNetwork()
    const run: InferenceSession['run'] = async () => ({
      predicted_depth: { type: 'float32', dims: [4], data: new Float32Array(4) },
    })
    const network = createDepthNetwork({ session: { ...session, run }, manifest })
    await expect(network.estimate(imageOf(1), face, cut)).rejects.toMatchObject({ code: 'invalid-tensor' })
  })
})
