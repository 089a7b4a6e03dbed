import { malformed, unsupported } from '../conversion-error.js'
import { lowerClip, lowerFunction, lowerPrelu } from './activation.js'
import { lowerArithmetic } from './arithmetic.js'
import { lowerConvolution, lowerDepthwiseConvolution } from './convolution.js'
import { lowerDense, lowerSoftmax } from './dense.js'
import type { Lowering } from './lowering-context.js'
import { lowerL2Normalization } from './normalisation.js'
import { lowerMean, lowerPool } from './pooling.js'
import { lowerConcat, lowerPad, lowerReshape, lowerSqueeze, lowerTranspose } from './rearrangement.js'
import { assertShape, TO_PLANAR } from './value.js'

/** A float input; images are taken planar, so that no convolution has to turn them first. */
const lowerPlaceholder: Lowering = (node, { onnx }) => {
  const type = node.attributes.get('dtype')?.type ?? 'DT_FLOAT'
  if (type !== 'DT_FLOAT') throw unsupported(`an input of type ${type}`)
  const shape = node.attributes.get('shape')?.shape ?? []
  if (shape.length === 0) throw malformed(`input '${node.name}' has no shape`)
  if (shape.includes(-1, 1)) throw unsupported('an input of free size (other than the batch)')
  assertShape(shape, node.name)
  const isImage = shape.length === 4
  onnx.input(node.name, isImage ? TO_PLANAR.map((axis) => shape[axis]!) : shape)
  return { tensor: node.name, shape, layout: isImage ? 'planar' : 'tensorflow' }
}

/** Every TensorFlow operator this converter knows, under TensorFlow's name. */
export const OPERATORS: ReadonlyMap<string, Lowering> = new Map<string, Lowering>([
  ['Placeholder', lowerPlaceholder],
  ['Identity', (node, context) => context.input(node, 0)],

  ['Conv2D', lowerConvolution],
  ['_FusedConv2D', lowerConvolution],
  ['DepthwiseConv2dNative', lowerDepthwiseConvolution],
  ['FusedDepthwiseConv2dNative', lowerDepthwiseConvolution],
  ['MatMul', lowerDense],
  ['_FusedMatMul', lowerDense],

  ['Add', lowerArithmetic('Add')],
  ['AddV2', lowerArithmetic('Add')],
  ['BiasAdd', lowerArithmetic('Add')],
  ['Sub', lowerArithmetic('Sub')],
  ['Mul', lowerArithmetic('Mul')],
  ['RealDiv', lowerArithmetic('Div')],
  ['Maximum', lowerArithmetic('Max')],
  ['Minimum', lowerArithmetic('Min')],

  ['Relu', lowerFunction],
  ['Relu6', lowerFunction],
  ['Elu', lowerFunction],
  ['Sigmoid', lowerFunction],
  ['Tanh', lowerFunction],
  ['Exp', lowerFunction],
  ['Abs', lowerFunction],
  ['Neg', lowerFunction],
  ['Sqrt', lowerFunction],
  ['Prelu', lowerPrelu],
  ['ClipByValue', lowerClip],
  ['Softmax', lowerSoftmax],
  ['L2Normalization', lowerL2Normalization],

  ['MaxPool', lowerPool('MaxPool')],
  ['AvgPool', lowerPool('AveragePool')],
  ['Mean', lowerMean],

  ['Pad', lowerPad],
  ['ConcatV2', lowerConcat],
  ['Reshape', lowerReshape],
  ['Squeeze', lowerSqueeze],
  ['Transpose', lowerTranspose],
])
