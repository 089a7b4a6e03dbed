import type { Tensor, Tensors } from '@faceward/spec'
import { DATATYPES, typeOfDatatype } from './datatypes.js'
import { isRecord } from './is-record.js'
import { ProtocolError } from './protocol-error.js'

/**
 * Reads the `inputs` of a request or the `outputs` of an answer, with the bytes behind the JSON. Every tensor is a
 * copy; every number of it was counted, and no byte is left over.
 *
 * @throws ProtocolError whatever does not fit: names given twice, other datatypes, shapes that do not fit the data.
 */
export function readTensors(described: unknown, binary: Uint8Array): Tensors {
  if (!Array.isArray(described)) throw new ProtocolError('it has no list of tensors')
  const tensors = new Map<string, Tensor>()
  let offset = 0
  for (const value of described as readonly unknown[]) {
    const head = readHead(value)
    if (tensors.has(head.name)) throw new ProtocolError('it has a tensor twice')
    const { size } = head
    const data =
      size === undefined ? numbersOf(head) : arrayOf(head.type, bytesOf(head, binary, offset, size))
    tensors.set(head.name, { type: head.type, dims: head.dims, data } as Tensor)
    offset += size ?? 0
  }
  if (offset !== binary.length) throw new ProtocolError('it has bytes that belong to no tensor')
  return Object.fromEntries(tensors)
}

/** Nested numbers are read as deep as the shape is. */
const HIGHEST_RANK = 32

interface TensorHead {
  readonly name: string
  readonly type: Tensor['type']
  readonly dims: readonly number[]
  /** How many values the shape has. */
  readonly count: number
  /** Bytes behind the JSON; undefined where the numbers are in it. */
  readonly size: number | undefined
  readonly data: unknown
}

function readHead(value: unknown): TensorHead {
  if (!isRecord(value) || typeof value['name'] !== 'string') throw new ProtocolError('a tensor has no name')
  const { name, datatype, shape, parameters, data } = value
  const type = typeOfDatatype(datatype)
  if (type === undefined) throw new ProtocolError('a tensor has a datatype other than FP32, UINT8 and INT64')
  const isShape = Array.isArray(shape) && shape.length <= HIGHEST_RANK
  if (!isShape || !shape.every((one) => Number.isSafeInteger(one) && one >= 0)) {
    throw new ProtocolError('a tensor has no shape of whole numbers')
  }
  const dims: readonly number[] = shape
  const size = isRecord(parameters) ? parameters['binary_data_size'] : undefined
  if (size !== undefined && typeof size !== 'number') throw new ProtocolError('a tensor has no right length')
  return { name, type, dims, count: dims.reduce((product, one) => product * one, 1), size, data }
}

function bytesOf({ type, count }: TensorHead, binary: Uint8Array, offset: number, size: number): Uint8Array {
  const fits = size === count * DATATYPES[type].bytes && offset + size <= binary.length
  if (!fits) throw new ProtocolError('a tensor has not as many bytes as its shape needs')
  return binary.slice(offset, offset + size)
}

function arrayOf(type: Tensor['type'], { buffer }: Uint8Array): Tensor['data'] {
  if (type === 'float32') return new Float32Array(buffer)
  return type === 'int64' ? new BigInt64Array(buffer) : new Uint8Array(buffer)
}

/** The protocol allows the numbers flat or nested as the shape is; both are row-major. */
function numbersOf({ type, count, dims, data }: TensorHead): Tensor['data'] {
  const values: readonly unknown[] = Array.isArray(data) ? data.flat(Math.max(0, dims.length - 1)) : []
  if (!Array.isArray(data) || values.length !== count) {
    throw new ProtocolError('a tensor has not as many numbers as its shape needs')
  }
  if (!values.every(FITS[type])) throw new ProtocolError('a tensor has what is no number of its datatype')
  const numbers = values as readonly number[]
  if (type === 'int64') return BigInt64Array.from(numbers, BigInt)
  return type === 'float32' ? Float32Array.from(numbers) : Uint8Array.from(numbers)
}

// JSON is read into doubles: a larger integer would have come out as another one.
const FITS: Readonly<Record<Tensor['type'], (value: unknown) => boolean>> = {
  float32: (value) => typeof value === 'number' && Number.isFinite(Math.fround(value)),
  uint8: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 255,
  int64: (value) => Number.isSafeInteger(value),
}
