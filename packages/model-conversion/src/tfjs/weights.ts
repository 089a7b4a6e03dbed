import { type Constant, decode, type Elements, type Encoding } from '../constants/constant.js'
import { malformed } from '../conversion-error.js'
import type { Weights } from '../graph/weights.js'
import type { WeightJson, WeightsManifestJson } from './graph-model-schema.js'

interface Slot {
  readonly weight: WeightJson
  readonly offset: number
  readonly count: number
}

const BYTES = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1 } as const

/**
 * Lays a weights manifest over its binary file (all shards joined, little endian).
 *
 * @throws ModelLoadError `malformed-model` unless they fit each other to the byte.
 */
export function readWeights(manifest: WeightsManifestJson, binary: Uint8Array): Weights {
  const slots = new Map<string, Slot>()
  let offset = 0
  for (const weight of manifest.flatMap((group) => group.weights)) {
    if (slots.has(weight.name)) throw malformed(`weight '${weight.name}' is listed twice`)
    const count = weight.shape.reduce((product, dimension) => product * dimension, 1)
    slots.set(weight.name, { weight, offset, count })
    offset += count * BYTES[weight.quantization?.dtype ?? weight.dtype]
  }
  if (offset !== binary.length) {
    throw malformed(`its manifest describes ${offset} bytes of weights, the file has ${binary.length}`)
  }

  function find(name: string, dtype: WeightJson['dtype']): Slot {
    const slot = slots.get(name)
    if (slot === undefined) throw malformed(`weight '${name}' is missing`)
    if (slot.weight.dtype !== dtype) throw malformed(`weight '${name}' must be ${dtype}`)
    return slot
  }
  // A slice starts at 0 of its own buffer, so wider elements are aligned wherever they lay in the file. Only a
  // plain Uint8Array copies when sliced: Node's Buffer does not.
  const plain = new Uint8Array(binary.buffer, binary.byteOffset, binary.byteLength)
  const bytesOf = ({ offset, count }: Slot, width: number) =>
    plain.slice(offset, offset + count * width).buffer

  function constant(name: string): Constant {
    const slot = find(name, 'float32')
    const encoding: Encoding = encodingOf(slot.weight)
    return {
      shape: slot.weight.shape,
      data: elements(encoding, bytesOf(slot, BYTES[encoding.kind])),
      encoding,
    }
  }

  return {
    has: (name) => slots.has(name),
    shapeOf: (name) => slots.get(name)?.weight.shape ?? [],
    constant,
    floats: (name) => decode(constant(name)),
    integers(name) {
      const slot = find(name, 'int32')
      if (slot.weight.quantization) throw malformed(`integer weight '${name}' is quantised`)
      return Array.from(new Int32Array(bytesOf(slot, BYTES.int32)))
    },
  }
}

function encodingOf({ quantization }: WeightJson): Encoding {
  if (quantization === undefined) return { kind: 'float32' }
  if (quantization.dtype === 'float16') return { kind: 'float16' }
  return { kind: quantization.dtype, scale: quantization.scale, min: quantization.min }
}

function elements({ kind }: Encoding, bytes: ArrayBuffer): Elements {
  if (kind === 'float32') return new Float32Array(bytes)
  return kind === 'uint8' ? new Uint8Array(bytes) : new Uint16Array(bytes)
}
