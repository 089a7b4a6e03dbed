import type { Constant } from '../constants/constant.js'
import { malformed, unsupported } from '../conversion-error.js'
import type { GraphBuilder } from '../graph/graph-builder.js'
import type { TfliteTensor } from './read-tflite.js'

const WIDTHS: Readonly<Record<string, number>> = { FLOAT32: 4, FLOAT16: 2, INT32: 4, INT64: 8 }

/**
 * Adds a constant tensor to a graph under `name`.
 *
 * @throws ModelLoadError `malformed-model` when its data do not fit its shape; when its values are asked for,
 * `unsupported-operator` for types other than floats of 32 and 16 bits and whole numbers of 32 and 64.
 */
export function addConstant(builder: GraphBuilder, name: string, tensor: TfliteTensor): void {
  const { shape, type, data, isSparse } = tensor
  const width = WIDTHS[type]
  const count = shape.reduce((product, size) => product * size, 1)
  if (isSparse || width === undefined) {
    const what = isSparse ? 'sparse weights' : `weights of type ${type}`
    builder.floats(name, shape, () => {
      throw unsupported(what)
    })
    return
  }
  if (shape.some((size) => size < 1) || data.length !== count * width) {
    throw malformed(`the data of tensor '${name}' do not fit its shape`)
  }
  // A slice starts at 0 of its own buffer, so wider elements are aligned. Node's Buffer would not copy when sliced.
  const bytes = () => new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice().buffer
  if (type === 'INT32') builder.integers(name, [...new Int32Array(bytes())], shape)
  else if (type === 'INT64') builder.integers(name, Array.from(new BigInt64Array(bytes()), Number), shape)
  else builder.floats(name, shape, () => floatsOf(shape, type, bytes()))
}

function floatsOf(shape: readonly number[], type: string, bytes: ArrayBuffer): Constant {
  return type === 'FLOAT16'
    ? { shape, data: new Uint16Array(bytes), encoding: { kind: 'float16' } }
    : { shape, data: new Float32Array(bytes), encoding: { kind: 'float32' } }
}
