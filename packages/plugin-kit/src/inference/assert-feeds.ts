import type { Tensor, TensorSpec, Tensors } from '@faceward/spec'
import { InferenceError } from '@faceward/spec'

const ARRAYS = { float32: Float32Array, uint8: Uint8Array, int64: BigInt64Array } as const

/**
 * Checks that feeds are exactly what a model takes, so that a mistake is named before the library sees it.
 *
 * @throws InferenceError `invalid-tensor` naming the input and what was expected, never a value.
 */
export function assertFeeds(inputs: readonly TensorSpec[], feeds: Tensors): void {
  for (const name of Object.keys(feeds)) {
    if (!inputs.some((input) => input.name === name)) {
      const known = inputs.map((input) => `'${input.name}'`).join(', ')
      throw invalid(`the model has no input '${name}'; it takes ${known}`)
    }
  }
  for (const input of inputs) {
    const tensor = Object.hasOwn(feeds, input.name) ? feeds[input.name] : undefined
    if (tensor === undefined) throw invalid(`input '${input.name}' is missing`)
    checkTensor(input, tensor)
  }
}

function checkTensor(input: TensorSpec, tensor: Tensor): void {
  const { name } = input
  if (tensor.type !== input.type) {
    throw invalid(`input '${name}' must be ${input.type}, got ${tensor.type}`)
  }
  if (!(tensor.data instanceof ARRAYS[tensor.type])) {
    throw invalid(`the data of input '${name}' must be a ${ARRAYS[tensor.type].name}`)
  }
  if (!fits(input.dims, tensor.dims)) {
    throw invalid(`input '${name}' must have shape ${shape(input.dims)}, got ${shape(tensor.dims)}`)
  }
  const length = tensor.dims.reduce((product, dimension) => product * dimension, 1)
  if (tensor.data.length !== length) {
    throw invalid(`input '${name}' of shape ${shape(tensor.dims)} needs ${length} values`)
  }
}

// The library reports both a scalar and an unknown shape as []: then only the library itself can check the rank.
function fits(expected: TensorSpec['dims'], given: readonly number[]): boolean {
  if (!given.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)) return false
  if (expected.length === 0) return true
  if (expected.length !== given.length) return false
  return expected.every((dimension, i) => isFree(dimension) || dimension === given[i])
}

function isFree(dimension: number | string): boolean {
  return typeof dimension === 'string' || dimension < 0
}

function shape(dims: readonly (number | string)[]): string {
  return `[${dims.map((dimension) => (isFree(dimension) ? '?' : dimension)).join(', ')}]`
}

function invalid(what: string): InferenceError {
  return new InferenceError(`Wrong tensor: ${what}.`, { code: 'invalid-tensor' })
}
