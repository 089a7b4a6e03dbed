import { readFileSync } from 'node:fs'
import { createNodeBackend } from '@faceward/inference-node'
import { convertTfjsLayersModel } from '@faceward/model-conversion'
import { describe, it } from 'vitest'
import { expectAnswer, modelInput, type Values } from './golden-values.js'

interface LayersCase {
  readonly name: string
  readonly json: unknown
  /** base64 */
  readonly weights: string
  readonly input: Values
  readonly output: Values
}

// How it was made stands in the file and in goldens/make-layers-goldens of the lab.
const golden: { cases: readonly LayersCase[] } = JSON.parse(
  readFileSync(new URL('./layers.golden.json', import.meta.url), 'utf8'),
)

/** As the operators': float32 rounding of sums of some dozen terms of size one. */
const TOLERANCE = 3e-6

describe.each([['free' as const], [2]])('a converted layer answers as TF.js does, of batch %s', (batch) => {
  it.each(golden.cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const weights = Buffer.from(one.weights, 'base64')
    const onnx = convertTfjsLayersModel({ json: one.json, weights }, { name: one.name, batch })
    const session = await createNodeBackend().load({ id: one.name, onnx })
    const { y } = await session.run({ [session.inputs[0]!.name]: modelInput(one.input) })
    await session.dispose()
    expectAnswer(y, one.output, TOLERANCE)
  })
})
