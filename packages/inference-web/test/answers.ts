import { createWebBackend, type WebBackendOptions } from '@faceward/inference-web'
import type { InferenceBackend, Tensors } from '@faceward/spec'

/** A model and the shape of its only input. */
export interface Question {
  readonly id: string
  readonly input: string
  readonly dims: readonly number[]
}

/** What a model answers to the seeded input, by output. */
export type Answer = Readonly<Record<string, readonly number[]>>

/** Numbers from -1 to 1 that are the same everywhere (a linear congruential generator, exact in 32 bits). */
function seededValues(length: number, seed: number): Float32Array {
  const values = new Float32Array(length)
  let state = seed
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    values[i] = state / 2 ** 31 - 1
  }
  return values
}

/** Feeds the model seeded numbers, two runs at once so that they could mix. */
export async function answer(
  backend: InferenceBackend,
  question: Question,
  onnx: Uint8Array,
): Promise<Answer[]> {
  const session = await backend.load({ id: question.id, onnx })
  const size = question.dims.reduce((product, dimension) => product * dimension, 1)
  const run = (seed: number) =>
    session.run({
      [question.input]: { type: 'float32', dims: question.dims, data: seededValues(size, seed) },
    })
  const results = await Promise.all([run(1), run(2)])
  await session.dispose()
  return results.map(toNumbers)
}

function toNumbers(tensors: Tensors): Answer {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { data }]) => [name, Array.from(data, Number)]),
  )
}

export const webAnswer = (options: WebBackendOptions, question: Question, onnx: Uint8Array) =>
  answer(createWebBackend(options), question, onnx)
