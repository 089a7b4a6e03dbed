import { readFileSync } from 'node:fs'
import { createNodeBackend } from '@faceward/inference-node'
import { convertTfjsGraphModel } from '@faceward/model-conversion'
import { describe, it } from 'vitest'
import { expectAnswer, modelInput, type Values } from './golden-values.js'

interface OperatorCase {
  readonly name: string
  readonly json: unknown
  /** base64 */
  readonly weights: string
  readonly input: Values
  readonly output: Values
}

// How it was made stands in the file and in goldens/make-operator-goldens of the lab.
const golden: { cases: readonly OperatorCase[] } = JSON.parse(
  readFileSync(new URL('./operators.golden.json', import.meta.url), 'utf8'),
)

/** float32 rounding of sums of some dozen terms of size one; onnxruntime's sigmoid and tanh are approximations. */
const TOLERANCE = 3e-6

describe('a converted operator answers as TF.js does', () => {
  it.each(golden.cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const weights = Buffer.from(one.weights, 'base64')
    const onnx = convertTfjsGraphModel({ json: one.json, weights }, { name: one.name })
    const session = await createNodeBackend().load({ id: one.name, onnx })
    const { y } = await session.run({ x: modelInput(one.input) })
    await session.dispose()
    expectAnswer(y, one.output, TOLERANCE)
  })
})
