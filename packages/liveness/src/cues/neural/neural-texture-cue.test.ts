import type { InferenceSession, ModelManifest, Tensors } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { picture, sampleOf } from '../../../test/synthetic-samples.js'
import { createNeuralTextureCue } from './neural-texture-cue.js'

const manifest: ModelManifest = {
  id: 'test-pad',
  task: 'presentation-attack',
  description: 'Gives the logits it is told.',
  file: { sha256: '0'.repeat(64), bytes: 1 },
  origin: { kind: 'file' },
  license: { spdx: 'MIT', commercialUse: true, attribution: 'nobody' },
  input: {
    width: 80,
    height: 80,
    layout: 'nchw',
    colorOrder: 'bgr',
    mean: [0, 0, 0],
    std: [1, 1, 1],
    name: 'input',
  },
  alignment: { kind: 'box-upright', scale: 2.7 },
  outputs: { logits: 'logits' },
}
/** The weights are the user's to bring; what stands in for them says three logits and keeps what it was fed. */
function modelThatSays(logits: readonly number[], fed: Tensors[] = []) {
  const session: InferenceSession = {
    inputs: [{ name: 'input', type: 'float32', dims: [1, 3, 80, 80] }],
    outputs: [{ name: 'logits', type: 'float32', dims: [1, 3] }],
    async run(feeds) {
      fed.push(feeds)
      return { logits: { type: 'float32', dims: [1, logits.length], data: Float32Array.from(logits) } }
    },
    async dispose() {},
  }
  return { session, manifest }
}
const samples = [sampleOf(picture({ side: 120, detail: 20 }))]

describe('neural texture cue', () => {
  it('gives the probability of class 1, averaged over the networks', async () => {
    const models = [modelThatSays([0, Math.log(3), 0]), modelThatSays([0, 0, -1e9])]
    const result = await createNeuralTextureCue({ models }).evaluate({ samples })
    if (result.status !== 'scored') throw new Error(result.reason)
    expect(result.score).toBeCloseTo((3 / 5 + 1 / 2) / 2, 6)
  })

  it('feeds raw 0..255 values of the crop', async () => {
    const fed: Tensors[] = []
    await createNeuralTextureCue({ models: [modelThatSays([0, 0, 0], fed)] }).evaluate({ samples })
    const input = fed[0]!.input!
    expect(input.dims).toEqual([1, 3, 80, 80])
    expect(Math.max(...(input.data as Float32Array))).toBeGreaterThan(50)
  })

  it('takes a manifest that names no crop as one of 2.7 times the box, upright', async () => {
    const [named, unnamed]: Tensors[][] = [[], []]
    const { alignment: _, ...without } = manifest
    const models = [
      modelThatSays([0, 0, 0], named),
      { ...modelThatSays([0, 0, 0], unnamed), manifest: without },
    ]
    await createNeuralTextureCue({ models }).evaluate({ samples })
    expect(unnamed?.[0]?.['input']?.data).toEqual(named?.[0]?.['input']?.data)
  })

  it('abstains without models, without samples and on tiny faces', async () => {
    const cue = createNeuralTextureCue({ models: [modelThatSays([0, 0, 0])] })
    const tiny = [sampleOf(picture({ side: 30, detail: 20 }))]
    const none = await createNeuralTextureCue({ models: [] }).evaluate({ samples })
    expect(none).toEqual({ status: 'abstained', reason: 'model_not_present' })
    expect(await cue.evaluate({ samples: [] })).toMatchObject({ reason: 'too_few_frames' })
    expect(await cue.evaluate({ samples: tiny })).toMatchObject({ reason: 'face_too_small' })
  })

  it('refuses a model of another task, and an answer that is not three numbers', async () => {
    const other = { ...modelThatSays([0, 0, 0]), manifest: { ...manifest, task: 'face-detection' as const } }
    expect(() => createNeuralTextureCue({ models: [other] })).toThrow(/not a presentation attack detector/)
    for (const logits of [
      [1, 2],
      [Number.NaN, 0, 0],
    ]) {
      const cue = createNeuralTextureCue({ models: [modelThatSays(logits)] })
      await expect(cue.evaluate({ samples })).rejects.toThrow(/three logits/)
    }
  })
})
