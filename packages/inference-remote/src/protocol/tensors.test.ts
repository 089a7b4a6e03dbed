import type { Tensor, Tensors } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBody, encodeBody } from './binary-body.js'
import { ProtocolError } from './protocol-error.js'
import { readTensors } from './read-tensors.js'
import { writeTensors } from './write-tensors.js'

const dims = fc.array(fc.nat({ max: 4 }), { maxLength: 4 })
const sized = <Data extends Tensor['data']>(
  type: Tensor['type'],
  arrayOf: (length: number) => fc.Arbitrary<Data>,
) =>
  dims.chain((shape) =>
    arrayOf(shape.reduce((product, one) => product * one, 1)).map(
      (data) => ({ type, dims: shape, data }) as Tensor,
    ),
  )
const exactly = (length: number) => ({ minLength: length, maxLength: length })
const uint8 = sized('uint8', (length) => fc.uint8Array(exactly(length)))

/** Any tensor, as bytes carry it. */
const anyTensor: fc.Arbitrary<Tensor> = fc.oneof(
  uint8,
  sized('float32', (length) => fc.float32Array(exactly(length))),
  sized('int64', (length) => fc.bigInt64Array(exactly(length))),
)

/** What JSON can carry. */
const plainTensor: fc.Arbitrary<Tensor> = fc.oneof(
  uint8,
  sized('float32', (length) => fc.float32Array({ ...exactly(length), noNaN: true, noDefaultInfinity: true })),
  sized('int64', (length) =>
    fc
      .array(fc.maxSafeInteger(), exactly(length))
      .map((values) => BigInt64Array.from(values, (value) => BigInt(value))),
  ),
)

const named = (tensor: fc.Arbitrary<Tensor>) => fc.dictionary(fc.string(), tensor, { maxKeys: 4 })

function roundTrip(tensors: Tensors, isBinary: (name: string) => boolean): Tensors {
  const { described, chunks } = writeTensors(Object.entries(tensors), isBinary)
  const { body, headers } = encodeBody(`{"inputs":[${described.join(',')}]}`, chunks)
  const { json, binary } = decodeBody(body, new Headers(headers))
  return readTensors(json['inputs'], binary)
}

const bytesOf = ({ data }: Tensor) =>
  Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
const bitsOf = (tensors: Tensors) =>
  Object.entries(tensors).map(([name, tensor]) => [name, tensor.type, tensor.dims, bytesOf(tensor)])

describe('tensors on their way', () => {
  it('come back bit for bit as bytes, NaN and all', () => {
    fc.assert(
      fc.property(named(anyTensor), (tensors) => {
        expect(bitsOf(roundTrip(tensors, () => true))).toEqual(bitsOf(tensors))
      }),
    )
  })

  it('come back bit for bit in JSON, and mixed', () => {
    fc.assert(
      fc.property(named(plainTensor), fc.nat(), (tensors, parity) => {
        const isBinary = (name: string) => (name.length + parity) % 3 === 0
        expect(bitsOf(roundTrip(tensors, () => false))).toEqual(bitsOf(tensors))
        expect(bitsOf(roundTrip(tensors, isBinary))).toEqual(bitsOf(tensors))
      }),
    )
  })

  it('never pass when a byte is missing or too many', () => {
    fc.assert(
      fc.property(plainTensor, fc.constantFrom(-1, 1), (tensor, change) => {
        const { described, chunks } = writeTensors([['only', tensor]], () => true)
        const whole = chunks[0]!
        fc.pre(whole.length + change >= 0)
        const binary = new Uint8Array(whole.length + change)
        binary.set(whole.subarray(0, binary.length))
        expect(() => readTensors([JSON.parse(described[0]!)], binary)).toThrow(ProtocolError)
      }),
    )
  })

  it('are never read from what is no tensor, and nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.uint8Array({ maxLength: 9 }), (value, binary) => {
        for (const described of [value, [value]]) {
          if (Array.isArray(described) && described.length === 0 && binary.length === 0) continue
          expect(() => readTensors(described, binary)).toThrow(ProtocolError)
        }
      }),
    )
  })
})

describe('tensors in JSON', () => {
  const shape = [2, 2]
  const read = (datatype: string, data: unknown, given: readonly number[] = shape) =>
    readTensors([{ name: 'a', datatype, shape: given, data }], new Uint8Array(0))

  it('may be nested as their shape is', () => {
    expect(read('UINT8', [[1, 2], [3, 4]])['a']?.data).toEqual(Uint8Array.of(1, 2, 3, 4)) // biome-ignore format: a matrix
  })

  it.each([
    ['a value too few', 'FP32', [1, 2, 3]],
    ['a null', 'FP32', [1, 2, 3, null]],
    ['a text', 'FP32', [1, 2, 3, '4']],
    ['what is above float32', 'FP32', [1, 2, 3, 1e300]],
    ['a byte above 255', 'UINT8', [1, 2, 3, 256]],
    ['half a byte', 'UINT8', [1, 2, 3, 0.5]],
    ['an integer that JSON cannot carry', 'INT64', [1, 2, 3, 2 ** 53]],
    ['another datatype', 'FP64', [1, 2, 3, 4]],
    ['numbers nested deeper than the shape', 'FP32', [[[1, 2, 3, 4]]]],
  ])('are refused with %s', (_, datatype, data) => {
    expect(() => read(datatype, data)).toThrow(ProtocolError)
  })

  it('are refused with a shape that is none, or deeper than any tensor', () => {
    for (const given of [[2, -2], [2, 2.5], [2, 1e300], new Array<number>(40).fill(1)]) {
      expect(() => read('FP32', [1, 2, 3, 4], given)).toThrow(ProtocolError)
    }
  })

  it('cannot carry what is not finite, and say no value', () => {
    const tensor: Tensor = { type: 'float32', dims: [1], data: Float32Array.of(Number.NaN) }
    expect(() => writeTensors([['a', tensor]], () => false)).toThrow(ProtocolError)
  })
})
