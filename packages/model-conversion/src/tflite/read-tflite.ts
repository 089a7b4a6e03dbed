import { malformed, unsupported } from '../conversion-error.js'
import { FlatbufferTable } from './flatbuffer-table.js'
import { OPERATOR_NAMES, TYPE_NAMES } from './operator-names.data.js'

/** Bounds far above any face model, so that a hostile file is refused before work is spent on it. */
const MOST_ENTRIES = 20_000
const MOST_OPERANDS = 256
const MOST_AXES = 6
const LONGEST_NAME = 512

/** Field numbers of schema.fbs. */
const MODEL = { codes: 1, graphs: 2, buffers: 4 } as const
const CODE = { oldNumber: 0, custom: 1, number: 3 } as const
const GRAPH = { tensors: 0, inputs: 1, outputs: 2, operators: 3 } as const
const OPERATOR = { code: 0, inputs: 1, outputs: 2, options: 4 } as const
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3, sparsity: 6 } as const

export interface TfliteTensor {
  readonly name: string
  /** In TensorFlow's axis order. */
  readonly shape: readonly number[]
  /** Such as `FLOAT32`. */
  readonly type: string
  /** What a constant holds; empty for what is computed. A view of the file. */
  readonly data: Uint8Array
  readonly isSparse: boolean
}

export interface TfliteOperator {
  /** Such as `CONV_2D`. */
  readonly name: string
  /** Numbers of tensors; -1 where an optional one is absent. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly options: FlatbufferTable | undefined
}

export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[]
  readonly operators: readonly TfliteOperator[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
}

/**
 * Reads the one graph of a TFLite file.
 *
 * @throws ModelLoadError `malformed-model`; `unsupported-operator` for a file of several graphs.
 */
export function readTflite(file: Uint8Array): TfliteModel {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (file.length < 8 || String.fromCharCode(...file.subarray(4, 8)) !== 'TFL3') {
    throw malformed('it is not a TFLite file')
  }
  const model = FlatbufferTable.root(view)
  const [graph, ...others] = model.tables(MODEL.graphs, MOST_ENTRIES)
  if (graph === undefined) throw malformed('the TFLite file has no graph')
  if (others.length > 0) throw unsupported('a TFLite file of several graphs')
  const names = model.tables(MODEL.codes, MOST_ENTRIES).map(operatorName)
  const buffers = model.tables(MODEL.buffers, MOST_ENTRIES).map((buffer) => buffer.bytes(0))
  const tensors = graph.tables(GRAPH.tensors, MOST_ENTRIES).map((tensor) => readTensor(tensor, buffers))
  // Tensors may share a buffer; each becomes a constant of its own.
  const bytes = tensors.reduce((sum, { data }) => sum + data.length, 0)
  if (bytes > 2 * file.length) throw malformed('the tensors of the TFLite file are larger than the file')

  const numbers = (table: FlatbufferTable, field: number, least: number) => {
    const found = table.integers(field, MOST_OPERANDS)
    const sound = found.every((number) => number >= least && number < tensors.length)
    if (!sound) throw malformed('the TFLite file names a tensor that it does not have')
    return found
  }
  const operators = graph.tables(GRAPH.operators, MOST_ENTRIES).map((operator): TfliteOperator => {
    const name = names[operator.scalar(OPERATOR.code, 'unsigned')]
    if (name === undefined) throw malformed('the TFLite file names an operator that it does not have')
    const inputs = numbers(operator, OPERATOR.inputs, -1)
    const outputs = numbers(operator, OPERATOR.outputs, 0)
    return { name, inputs, outputs, options: operator.table(OPERATOR.options) }
  })
  const inputs = numbers(graph, GRAPH.inputs, 0)
  return { tensors, operators, inputs, outputs: numbers(graph, GRAPH.outputs, 0) }
}

function operatorName(code: FlatbufferTable): string {
  // Numbers above 127 stand in a later field alone; older files fill only the first.
  const number = Math.max(code.scalar(CODE.oldNumber, 'byte'), code.scalar(CODE.number, 'int'))
  const name = OPERATOR_NAMES[number] ?? `number ${number}`
  return name === 'CUSTOM' ? `CUSTOM ${code.text(CODE.custom, LONGEST_NAME)}` : name
}

function readTensor(tensor: FlatbufferTable, buffers: readonly Uint8Array[]): TfliteTensor {
  const data = buffers[tensor.scalar(TENSOR.buffer, 'unsigned')]
  if (data === undefined) throw malformed('the TFLite file names a buffer that it does not have')
  const type = tensor.scalar(TENSOR.type, 'byte')
  return {
    name: tensor.text(TENSOR.name, LONGEST_NAME),
    shape: tensor.integers(TENSOR.shape, MOST_AXES),
    type: TYPE_NAMES[type] ?? `type ${type}`,
    data,
    isSparse: tensor.table(TENSOR.sparsity) !== undefined,
  }
}
