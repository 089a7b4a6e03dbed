import { malformed, unsupported } from '../conversion-error.js'
import { translateConvolution, translateDepthwise, translatePool } from './sliding-translations.js'
import { constantOperand, emit, operand, option, type TfliteOperation } from './tflite-operation.js'

/** Writes a TFLite operator as nodes of a TensorFlow graph. */
export type Translation = (operation: TfliteOperation) => void

/** TensorFlow's operator of the same inputs, the first `count` of them; `activationField` is that of its options. */
function same(op: string, count: number, activationField?: number): Translation {
  return (operation) => {
    const inputs = Array.from({ length: count }, (_, index) => operand(operation, index).name)
    const activation = activationField === undefined ? 0 : option(operation, activationField, 'byte')
    emit(operation, { op, inputs, activation })
  }
}

const translateDense: Translation = (operation) => {
  const { builder, operator, output } = operation
  const value = operand(operation, 0)
  const weights = constantOperand(operation, 1)
  const inputs = weights.shape[1]
  if (option(operation, 1, 'byte') !== 0) throw unsupported(`${operator} with shuffled weights`)
  if (option(operation, 2, 'byte') !== 0) throw unsupported(`${operator} that keeps its axes`)
  if (inputs === undefined) throw malformed(`the weights of '${output}' are not of rank 2`)
  const isMatrix = value.shape.length === 2 && value.shape[1] === inputs
  const rows = isMatrix
    ? value.name
    : builder.node(`${output}#rows`, 'Reshape', [
        value.name,
        builder.integers(`${output}#shape`, [-1, inputs]),
      ])
  const bias = operation.inputs[2]
  emit(operation, {
    op: '_FusedMatMul',
    inputs: [rows, weights.name, ...(bias ? [bias.name] : [])],
    attributes: { transpose_b: { flag: true }, ...(bias && { fused_ops: { texts: ['BiasAdd'] } }) },
    activation: option(operation, 0, 'byte'),
  })
}

const translateReshape: Translation = (operation) => {
  const { builder, output, batch } = operation
  const { name, shape } = operand(operation, 0)
  const given =
    operation.inputs[1] === undefined
      ? operation.options?.integers(0, 6)
      : builder.weights.integers(constantOperand(operation, 1).name)
  const target = [...(given ?? [])]
  // What keeps the file's batch keeps whatever batch is asked for.
  if (batch !== undefined && target[0] === batch && shape[0] === batch) {
    const product = (sizes: readonly number[]) => sizes.reduce((result, size) => result * Math.abs(size), 1)
    const open = target.indexOf(-1)
    if (open > 0) target[open] = product(shape) / product(target)
    target[0] = -1
  }
  const constant = builder.integers(`${output}#shape`, target)
  emit(operation, { op: 'Reshape', inputs: [name, constant] })
}

const translateConcatenation: Translation = (operation) => {
  const { builder, output } = operation
  const values = operation.inputs.map((_, index) => operand(operation, index).name)
  const axis = builder.integers(`${output}#axis`, [option(operation, 0)])
  emit(operation, {
    op: 'ConcatV2',
    inputs: [...values, axis],
    activation: option(operation, 1, 'byte'),
  })
}

const translateSoftmax: Translation = (operation) => {
  const beta = option(operation, 0, 'float')
  if (beta !== 1) throw unsupported(`${operation.operator} of beta ${beta}`)
  emit(operation, { op: 'Softmax', inputs: [operand(operation, 0).name] })
}

const translateMean: Translation = (operation) => {
  const inputs = [operand(operation, 0).name, constantOperand(operation, 1).name]
  const keepsAxes = option(operation, 0, 'byte') !== 0
  emit(operation, { op: 'Mean', inputs, attributes: { keep_dims: { flag: keepsAxes } } })
}

const translateSqueeze: Translation = (operation) => {
  const axes = operation.options?.integers(0, 6) ?? []
  const attributes = { squeeze_dims: { integers: axes } }
  emit(operation, { op: 'Squeeze', inputs: [operand(operation, 0).name], attributes })
}

const translateLeakyRelu: Translation = (operation) => {
  const { builder, output } = operation
  const data = Float32Array.of(option(operation, 0, 'float'))
  const encoding = { kind: 'float32' } as const
  const slope = builder.floats(`${output}#slope`, [1], () => ({ shape: [1], data, encoding }))
  emit(operation, { op: 'Prelu', inputs: [operand(operation, 0).name, slope] })
}

/** Every TFLite operator this converter knows. Source of the options' numbers: schema.fbs. */
export const TRANSLATIONS: ReadonlyMap<string, Translation> = new Map<string, Translation>([
  ['CONV_2D', translateConvolution],
  ['DEPTHWISE_CONV_2D', translateDepthwise],
  ['FULLY_CONNECTED', translateDense],
  ['MAX_POOL_2D', translatePool('MaxPool')],
  ['AVERAGE_POOL_2D', translatePool('AvgPool')],
  ['MEAN', translateMean],

  ['ADD', same('AddV2', 2, 0)],
  ['SUB', same('Sub', 2, 0)],
  ['MUL', same('Mul', 2, 0)],
  ['DIV', same('RealDiv', 2, 0)],
  ['MAXIMUM', same('Maximum', 2)],
  ['MINIMUM', same('Minimum', 2)],

  ['RELU', same('Relu', 1)],
  ['RELU6', same('Relu6', 1)],
  ['ELU', same('Elu', 1)],
  ['LOGISTIC', same('Sigmoid', 1)],
  ['TANH', same('Tanh', 1)],
  ['EXP', same('Exp', 1)],
  ['ABS', same('Abs', 1)],
  ['NEG', same('Neg', 1)],
  ['SQRT', same('Sqrt', 1)],
  ['PRELU', same('Prelu', 2)],
  ['LEAKY_RELU', translateLeakyRelu],
  ['SOFTMAX', translateSoftmax],
  ['L2_NORMALIZATION', same('L2Normalization', 1, 0)],

  ['PAD', same('Pad', 2)],
  ['CONCATENATION', translateConcatenation],
  ['RESHAPE', translateReshape],
  ['SQUEEZE', translateSqueeze],
  ['TRANSPOSE', same('Transpose', 2)],
])
