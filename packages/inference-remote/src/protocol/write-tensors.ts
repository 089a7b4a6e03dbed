import type { Tensor } from '@faceward/spec'
import { DATATYPES } from './datatypes.js'
import { ProtocolError } from './protocol-error.js'

/** Tensors as members of a JSON list, and the bytes that go behind the JSON. */
export interface WrittenTensors {
  /** Each a JSON object, as text. */
  readonly described: readonly string[]
  readonly chunks: readonly Uint8Array[]
}

/**
 * Writes tensors: as bytes behind the JSON (little-endian and row-major, as Triton's `extension_binary_data.md` has
 * it and as every processor that JavaScript runs on keeps them), or as numbers in it.
 *
 * @throws ProtocolError for NaN and infinity in JSON, which has no way to write them.
 */
export function writeTensors(
  tensors: Iterable<readonly [name: string, tensor: Tensor]>,
  isBinary: (name: string) => boolean,
): WrittenTensors {
  const described: string[] = []
  const chunks: Uint8Array[] = []
  for (const [name, { type, dims, data }] of tensors) {
    const head = { name, datatype: DATATYPES[type].datatype, shape: dims }
    if (isBinary(name)) {
      const { buffer, byteOffset, byteLength } = data
      const bytes = new Uint8Array(buffer, byteOffset, byteLength)
      described.push(JSON.stringify({ ...head, parameters: { binary_data_size: byteLength } }))
      chunks.push(bytes)
    } else {
      // By hand: JSON.stringify knows no BigInt.
      described.push(`${JSON.stringify(head).slice(0, -1)},"data":[${numbers(data)}]}`)
    }
  }
  return { described, chunks }
}

function numbers(data: Tensor['data']): string {
  if (data instanceof BigInt64Array) return data.join(',')
  return Array.from(data, (value) => {
    if (!Number.isFinite(value)) throw new ProtocolError('JSON cannot carry a number that is not finite')
    return Object.is(value, -0) ? '-0.0' : String(value)
  }).join(',')
}
