import type { Tensor, TensorSpec, Tensors } from '@faceward/spec'
import { InferenceError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertFeeds } from './assert-feeds.js'

const image: TensorSpec = { name: 'image', type: 'float32', dims: ['N', 3, 2, 2] }
const size: TensorSpec = { name: 'size', type: 'int64', dims: [-1] }
const good: Tensors = {
  image: { type: 'float32', dims: [1, 3, 2, 2], data: new Float32Array(12) },
  size: { type: 'int64', dims: [2], data: new BigInt64Array(2) },
}

function failureOf(feeds: unknown): InferenceError | undefined {
  try {
    assertFeeds([image, size], feeds as Tensors)
    return undefined
  } catch (failure) {
    if (InferenceError.isInstance(failure)) return failure
    throw failure
  }
}

describe('assertFeeds', () => {
  it('accepts what fits, with any number in a free dimension', () => {
    expect(failureOf(good)).toBeUndefined()
    const two: Tensor = { type: 'float32', dims: [2, 3, 2, 2], data: new Float32Array(24) }
    expect(failureOf({ ...good, image: two })).toBeUndefined()
  })

  it.each([
    ['an unknown name', { ...good, imgae: good.image }, "no input 'imgae'; it takes 'image', 'size'"],
    ['a missing input', { image: good.image }, "'size' is missing"],
    ['a type', { ...good, image: { ...good.image, type: 'uint8' } }, "'image' must be float32, got uint8"],
    [
      'an array of another kind',
      { ...good, image: { ...good.image, data: new Uint8Array(12) } },
      'must be a Float32Array',
    ],
    [
      'a dimension',
      { ...good, image: { ...good.image, dims: [1, 2, 3, 2] } },
      '[?, 3, 2, 2], got [1, 2, 3, 2]',
    ],
    ['a rank', { ...good, image: { ...good.image, dims: [12] } }, 'got [12]'],
    ['a fraction', { ...good, size: { ...good.size, dims: [1.5] } }, 'got [1.5]'],
    ['a number of values', { ...good, size: { ...good.size, dims: [3] } }, 'needs 3 values'],
  ])('names what is wrong with %s', (_, feeds, message) => {
    const failure = failureOf(feeds)
    expect(failure?.code).toBe('invalid-tensor')
    expect(failure?.message).toContain(message)
  })

  it('lets nothing through whose number of values is not that of its shape', () => {
    const dims = fc.array(fc.integer({ min: -2, max: 4 }), { maxLength: 5 })
    fc.assert(
      fc.property(dims, fc.nat(100), (given, length) => {
        const fits = given.length === 4 && given[0]! >= 0 && given.slice(1).join() === '3,2,2'
        const expected = fits && length === given[0]! * 12
        const feeds = { ...good, image: { type: 'float32', dims: given, data: new Float32Array(length) } }
        expect(failureOf(feeds) === undefined).toBe(expected)
      }),
    )
  })

  it('never repeats a value', () => {
    const secret: Tensor = { type: 'float32', dims: [1], data: Float32Array.of(0.123456) }
    expect(failureOf({ ...good, image: secret })?.message).not.toContain('0.123')
  })
})
