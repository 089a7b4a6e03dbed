import { readFileSync } from 'node:fs'
import { createNodeBackend } from '@faceward/inference-node'
import { DEFAULT_MODELS, type DefaultModels, loadDefaultModel } from '@faceward/model-pack'
import { sha256Hex } from '@faceward/models'
import type { ModelManifest, Tensor, Tensors } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { normalise, seededPicture, toPlanar } from './seeded-picture.js'

interface GoldenOutput {
  readonly shape: readonly number[]
  readonly largest: number
  readonly norm: number
  readonly weighted: number
  readonly samples: readonly number[]
}
interface GoldenModel {
  readonly seed: number
  readonly inputSha256: string
  readonly outputs: Readonly<Record<string, GoldenOutput>>
}

// How it was made stands in the file and in goldens/make-parity-goldens of the lab.
const golden: { models: Record<keyof DefaultModels, GoldenModel> } = JSON.parse(
  readFileSync(new URL('./parity.golden.json', import.meta.url), 'utf8'),
)

/** Of an output's largest value, or of 1. Measured: at most 9e-7 (x64); a wrong lowering is off by 1e-2 and more. */
const TOLERANCE = 2e-5

function scaleOf(output: GoldenOutput): number {
  return Math.max(output.largest, 1)
}

function sampled({ data }: Tensor, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    Number(data[Math.round((i * (data.length - 1)) / (count - 1 || 1))]),
  )
}

/** The largest deviation of the samples, as a share of the output's scale. */
function deviation(output: Tensor, expected: GoldenOutput): number {
  const samples = sampled(output, expected.samples.length)
  return Math.max(...samples.map((value, i) => Math.abs(value - expected.samples[i]!))) / scaleOf(expected)
}

async function answer(manifest: ModelManifest, ...pictures: readonly Float32Array[]): Promise<Tensors> {
  const session = await createNodeBackend().load(await loadDefaultModel(manifest))
  try {
    const { name, width, height } = manifest.input
    const tensors = pictures.map((picture) => toPlanar(picture, manifest.input))
    const data = Float32Array.from(tensors.flatMap((tensor) => Array.from(tensor.data, Number)))
    return await session.run({ [name!]: { type: 'float32', dims: [tensors.length, 3, height, width], data } })
  } finally {
    await session.dispose()
  }
}

describe.each(Object.entries(DEFAULT_MODELS) as [keyof DefaultModels, ModelManifest][])(
  'the built %s',
  (role, manifest) => {
    const expected = golden.models[role]
    const { input } = manifest
    const pixels = normalise(seededPicture(input.width, expected.seed), input)

    it('is fed what the reference was fed', () => {
      expect(sha256Hex(new Uint8Array(pixels.buffer))).toBe(expected.inputSha256)
    })

    it('answers as TF.js does', async () => {
      const outputs = await answer(manifest, pixels)
      expect(Object.keys(outputs).sort()).toEqual(Object.keys(expected.outputs).sort())
      for (const [name, output] of Object.entries(expected.outputs)) {
        const given = outputs[name]!
        const values = Array.from(given.data, Number)
        expect(given.dims).toEqual(output.shape)
        expect(deviation(given, output)).toBeLessThan(TOLERANCE)
        expect(Math.abs(Math.hypot(...values) - output.norm) / scaleOf(output)).toBeLessThan(10 * TOLERANCE)
        const weighted = values.reduce((sum, value, i) => sum + value * (((7 * i) % 13) - 6), 0)
        expect(Math.abs(weighted - output.weighted) / scaleOf(output)).toBeLessThan(100 * TOLERANCE)
      }
    })

    it('does not answer so for another picture: the comparison can fail', async () => {
      const reversed = { ...input, colorOrder: input.colorOrder === 'rgb' ? 'bgr' : 'rgb' } as const
      const other = normalise(seededPicture(input.width, expected.seed), reversed)
      const outputs = await answer(manifest, other)
      for (const [name, output] of Object.entries(expected.outputs)) {
        if (output.samples.length > 1)
          expect(deviation(outputs[name]!, output)).toBeGreaterThan(100 * TOLERANCE)
      }
    })

    // BlazeFace is published for one picture at a time.
    if (role === 'detector') return
    it('answers two pictures at once as it answers each', async () => {
      const other = normalise(seededPicture(input.width, expected.seed + 100), input)
      const [both, first, second] = await Promise.all([
        answer(manifest, other, pixels),
        answer(manifest, other),
        answer(manifest, pixels),
      ])
      for (const [name, { data, dims }] of Object.entries(both)) {
        const apart = [...first[name]!.data, ...second[name]!.data].map(Number)
        expect(dims[0]).toBe(2)
        expect(data.length).toBe(apart.length)
        const scale = scaleOf(expected.outputs[name]!)
        expect(Math.max(...apart.map((value, i) => Math.abs(value - Number(data[i])))) / scale).toBeLessThan(
          TOLERANCE,
        )
      }
    })
  },
)
