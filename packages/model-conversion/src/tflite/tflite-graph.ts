import { malformed } from '../conversion-error.js'
import { createGraphBuilder, type GraphBuilder } from '../graph/graph-builder.js'
import type { TfliteModel, TfliteOperator, TfliteTensor } from './read-tflite.js'
import { addConstant } from './tflite-constant.js'
import type { TfliteOperand } from './tflite-operation.js'
import { TRANSLATIONS } from './translations.js'

/** Reads a TFLite graph as a TensorFlow graph, which the lowerings know. */
export function graphOfTflite(model: TfliteModel, batch: number | 'free' | undefined) {
  const { tensors, operators, inputs, outputs } = model
  const names = namesOf(tensors)
  const builder = createGraphBuilder()
  const name = (tensor: number) => names[tensor]!

  for (const input of inputs) {
    const { shape, type } = tensors[input]!
    const [first, ...rest] = shape
    const asked = batch === 'free' ? -1 : (batch ?? first)
    const sizes = asked === undefined ? [] : [asked, ...rest]
    const dtype = type === 'FLOAT32' ? 'DT_FLOAT' : type
    builder.node(name(input), 'Placeholder', [], { dtype: { type: dtype }, shape: { shape: sizes } })
  }
  for (const [number, tensor] of tensors.entries()) {
    if (tensor.data.length > 0 && !inputs.includes(number)) addConstant(builder, name(number), tensor)
  }
  const fileBatch = tensors[inputs[0] ?? -1]?.shape[0]
  for (const operator of operators) {
    if (!addWidened(operator, model, names, builder)) addOperator(operator, model, names, builder, fileBatch)
  }
  return { graph: builder.graph, weights: builder.weights, outputs: outputs.map(name) }
}

/** Names of tensors; where one is absent, used twice or begins with an underscore as the ONNX writer's do, another. */
function namesOf(tensors: readonly TfliteTensor[]): readonly string[] {
  const uses = new Map<string, number>()
  for (const { name } of tensors) uses.set(name, (uses.get(name) ?? 0) + 1)
  return tensors.map(({ name }, number) => {
    const isUsable = name !== '' && uses.get(name) === 1 && !name.startsWith('_')
    return isUsable ? name : `tensor ${number} ${name}`.trimEnd()
  })
}

/** DEQUANTIZE of a float16 constant: the constant itself, which is written as small as it is. */
function addWidened(
  { name, inputs, outputs }: TfliteOperator,
  { tensors }: TfliteModel,
  names: readonly string[],
  builder: GraphBuilder,
): boolean {
  const source = tensors[inputs[0] ?? -1]
  const [output] = outputs
  if (name !== 'DEQUANTIZE' || output === undefined || source?.type !== 'FLOAT16') return false
  if (source.data.length === 0) return false
  addConstant(builder, names[output]!, source)
  return true
}

function addOperator(
  operator: TfliteOperator,
  { tensors }: TfliteModel,
  names: readonly string[],
  builder: GraphBuilder,
  batch: number | undefined,
): void {
  const { name, outputs, options } = operator
  const inputs = operator.inputs.map((number): TfliteOperand | undefined => {
    const tensor = tensors[number]
    const key = names[number]
    if (tensor === undefined || key === undefined) return undefined
    return { name: key, shape: tensor.shape, isConstant: builder.graph.get(key)?.op === 'Const' }
  })
  const [output, ...more] = outputs.map((number) => names[number]!)
  if (output === undefined) throw malformed(`${name} has no output`)
  const translate = TRANSLATIONS.get(name)
  if (translate !== undefined && more.length === 0) {
    translate({ operator: name, output, builder, inputs, options, batch })
    return
  }
  // Refused by its name, if what is wanted needs it.
  for (const each of [output, ...more]) {
    builder.node(
      each,
      name,
      inputs.flatMap((input) => (input ? [input.name] : [])),
    )
  }
}
