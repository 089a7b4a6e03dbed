import { readFileSync } from 'node:fs'
import { createNodeBackend } from '@faceward/inference-node'
import { convertTfliteModel } from '@faceward/model-conversion'
import { describe, it } from 'vitest'
import { expectAnswer, modelInput, type Values } from './golden-values.js'

interface TfliteCase {
  readonly name: string
  /** base64 */
  readonly file: string
  readonly input: Values
  readonly output: Values
}

// How it was made stands in the file and in goldens/make-tflite-goldens of the lab.
const golden: { cases: readonly TfliteCase[] } = JSON.parse(
  readFileSync(new URL('./tflite.golden.json', import.meta.url), 'utf8'),
)

/** float32 rounding of sums of some dozen terms of size one; both runtimes approximate exp, sigmoid and tanh. */
const TOLERANCE = 3e-6

describe('a converted operator answers as TFLite does', () => {
  it.each(golden.cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const onnx = convertTfliteModel(Buffer.from(one.file, 'base64'), { name: one.name })
    const session = await createNodeBackend().load({ id: one.name, onnx })
    const { y } = await session.run({ x: modelInput(one.input) })
    await session.dispose()
    expectAnswer(y, one.output, TOLERANCE)
  })
})
