import { malformed, unsupported } from '../conversion-error.js'
import {
  translateActivation,
  translateLeakyRelu,
  translatePrelu,
  translateRelu,
} from './activation-translations.js'
import { configOf, emit, type LayerOperation, onlyInput, parameter } from './layer-operation.js'
import {
  anySchema,
  concatenateSchema,
  denseSchema,
  inputSchema,
  reshapeSchema,
  zeroPaddingSchema,
} from './layer-schemas.js'
import { translateNormalisation } from './normalisation-translation.js'
import {
  emitConvolution,
  POINTWISE,
  translateConvolution,
  translateDepthwise,
  translateGlobalPool,
  translatePool,
  translateSeparable,
} from './sliding-translations.js'

/** Writes a layer as nodes of a TensorFlow graph, and gives how many axes its output has. */
type Translation = (operation: LayerOperation) => number

const translateInput: Translation = (operation) => {
  const { builder, output, batch } = operation
  const { batch_input_shape: given, dtype } = configOf(operation, inputSchema)
  const [first, ...rest] = given.map((size) => size ?? -1)
  if (output.startsWith('_')) throw malformed(`'${output}' cannot be an input's name`)
  const type = (dtype ?? 'float32') === 'float32' ? 'DT_FLOAT' : `${dtype}`
  const shape = [batch === 'free' ? -1 : (batch ?? first ?? -1), ...rest]
  builder.node(output, 'Placeholder', [], { dtype: { type }, shape: { shape } })
  return given.length
}

/** Along the last axis: of an image, a convolution of 1 x 1. */
const translateDense: Translation = (operation) => {
  const { name, rank } = onlyInput(operation)
  const { units, use_bias: hasBias, activation } = configOf(operation, denseSchema)
  const kernel = parameter(operation, 'kernel', [undefined, units])
  const options = { filters: units, hasBias, activation }
  if (rank === 2) emitConvolution(operation, '_FusedMatMul', [name, kernel], { ...options, attributes: {} })
  else if (rank !== 4) throw unsupported(`Dense layer '${operation.config.name}' of an input of ${rank} axes`)
  else {
    const { builder } = operation
    const [channels = 0] = builder.weights.shapeOf(kernel)
    const shape = [1, 1, channels, units]
    const arrangement = { from: shape, axes: [0, 1, 2, 3], shape }
    const filters = builder.arranged(`${kernel}#pointwise`, kernel, arrangement)
    const attributes = { ...POINTWISE, groups: { integers: [1] } }
    emitConvolution(operation, '_FusedConv2D', [name, filters], { ...options, attributes })
  }
  return rank
}

const translateNothing: Translation = (operation) => {
  const { name, rank } = onlyInput(operation)
  emit(operation, { op: 'Identity', inputs: [name] })
  return rank
}

function reshapes(sizesOf: (operation: LayerOperation) => readonly number[]): Translation {
  return (operation) => {
    const sizes = sizesOf(operation)
    const target = operation.builder.integers(`${operation.output}#shape`, sizes)
    const attributes = { keeps_batch: { flag: true } }
    emit(operation, { op: 'Reshape', inputs: [onlyInput(operation).name, target], attributes })
    return 1 + sizes.length
  }
}

const translateFlatten = reshapes((operation) => {
  configOf(operation, anySchema)
  return [-1]
})
const translateReshape = reshapes((operation) => configOf(operation, reshapeSchema).target_shape)

/** Add and Multiply: of all inputs, one after another. */
function merges(op: string): Translation {
  return (operation) => {
    const { inputs, className, output, builder } = operation
    const [first, ...others] = inputs
    const last = others.pop()
    if (first === undefined || last === undefined)
      throw malformed(`layer '${output}' takes two inputs or more`)
    // Keras would put the missing axes behind the batch, TensorFlow before it.
    if (inputs.some(({ rank }) => rank !== first.rank)) {
      throw unsupported(`${className} layer '${output}' of inputs of different ranks`)
    }
    const before = others.reduce(
      (merged, { name }, i) => builder.node(`${output}#${i}`, op, [merged, name]),
      first.name,
    )
    emit(operation, { op, inputs: [before, last.name] })
    return first.rank
  }
}

const translateConcatenate: Translation = (operation) => {
  const { inputs, output, builder } = operation
  const [first, second] = inputs
  if (first === undefined || second === undefined)
    throw malformed(`layer '${output}' takes two inputs or more`)
  const axis = builder.integers(`${output}#axis`, [configOf(operation, concatenateSchema).axis])
  emit(operation, { op: 'ConcatV2', inputs: [...inputs.map(({ name }) => name), axis] })
  return first.rank
}

const translateZeroPadding: Translation = (operation) => {
  const [vertical, horizontal] = configOf(operation, zeroPaddingSchema).padding
  const amounts = [0, 0, ...vertical, ...horizontal, 0, 0]
  const paddings = operation.builder.integers(`${operation.output}#paddings`, amounts, [4, 2])
  emit(operation, { op: 'Pad', inputs: [onlyInput(operation).name, paddings] })
  return 4
}

/** Every layer this converter knows, under Keras' name. */
export const LAYERS: ReadonlyMap<string, Translation> = new Map<string, Translation>([
  ['InputLayer', translateInput],

  ['Conv2D', translateConvolution],
  ['DepthwiseConv2D', translateDepthwise],
  ['SeparableConv2D', translateSeparable],
  ['MaxPooling2D', translatePool('MaxPool')],
  ['AveragePooling2D', translatePool('AvgPool')],
  ['GlobalAveragePooling2D', translateGlobalPool],
  ['ZeroPadding2D', translateZeroPadding],

  ['Dense', translateDense],
  ['BatchNormalization', translateNormalisation],
  ['Dropout', translateNothing],

  ['Activation', translateActivation],
  ['ReLU', translateRelu],
  ['LeakyReLU', translateLeakyRelu],
  ['PReLU', translatePrelu],

  ['Flatten', translateFlatten],
  ['Reshape', translateReshape],
  ['Add', merges('AddV2')],
  ['Multiply', merges('Mul')],
  ['Concatenate', translateConcatenate],
])
