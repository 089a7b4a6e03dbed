import { createOnnxGraph, type OnnxGraph } from '@faceward/models/onnx'
import { arrange, type Constant, decode } from '../constants/constant.js'
import { writeConstant } from '../constants/write-constant.js'
import { malformed } from '../conversion-error.js'
import type { Weights } from '../graph/weights.js'
import { outputsFirst } from '../lowerings/convolution.js'
import { parseFormat } from '../parse-format.js'
import { weightsManifestSchema } from '../tfjs/graph-model-schema.js'
import { readWeights } from '../tfjs/weights.js'

/** face-api ships weights without a graph: the network is dlib's face recognition ResNet, written out here. */
export interface FaceApiModel {
  /** The parsed `face_recognition_model-weights_manifest.json`. */
  readonly manifest: unknown
  /** `face_recognition_model.bin`. */
  readonly weights: Uint8Array
}

const INPUT_SIDE = 150
const DESCRIPTOR = 128

/** Blocks of two 3 x 3 convolutions after the stem; `down` halves the image. */
const BLOCKS: readonly { readonly name: string; readonly channels: number; readonly down?: true }[] = [
  { name: 'conv32_1', channels: 32 },
  { name: 'conv32_2', channels: 32 },
  { name: 'conv32_3', channels: 32 },
  { name: 'conv64_down', channels: 64, down: true },
  { name: 'conv64_1', channels: 64 },
  { name: 'conv64_2', channels: 64 },
  { name: 'conv64_3', channels: 64 },
  { name: 'conv128_down', channels: 128, down: true },
  { name: 'conv128_1', channels: 128 },
  { name: 'conv128_2', channels: 128 },
  { name: 'conv256_down', channels: 256, down: true },
  { name: 'conv256_1', channels: 256 },
  { name: 'conv256_2', channels: 256 },
  { name: 'conv256_down_out', channels: 256, down: true },
]

interface Features {
  readonly tensor: string
  readonly side: number
  readonly channels: number
}

/**
 * Converts face-api's recognition network to ONNX (opset 13). The same input gives the same bytes.
 *
 * Input `input` [N, 3, 150, 150]: an RGB face chip less (122.782, 117.001, 104.298), divided by 255.
 * Output `descriptor` [N, 128], not normalised.
 *
 * Source: Davis King, "High Quality Face Recognition with Deep Metric Learning" (dlib, 2017); He et al., "Deep
 * Residual Learning" (2016). Each convolution's scale layer is multiplied into its filters.
 *
 * @throws ModelLoadError `malformed-model` when a weight is missing or of another shape.
 */
export function convertFaceApiRecognition(model: FaceApiModel): Uint8Array {
  const manifest = parseFormat(weightsManifestSchema, model.manifest, 'the weights manifest')
  const weights = readWeights(manifest, model.weights)
  const onnx = createOnnxGraph('face_recognition')
  onnx.input('input', [-1, 3, INPUT_SIDE, INPUT_SIDE])
  const layers = createLayers(onnx, weights)

  let features: Features = { tensor: 'input', side: INPUT_SIDE, channels: 3 }
  features = layers.relu(
    layers.convolve(features, 'conv32_down', { channels: 32, kernel: 7, stride: 2, padded: false }),
  )
  features = layers.pool('MaxPool', features, 3)
  for (const block of BLOCKS) features = layers.residual(features, block)

  const pooled = onnx.node('Flatten', [onnx.node('GlobalAveragePool', [features.tensor])], { axis: 1 })
  const dense = writeConstant(onnx, weightOf(weights, 'fc', [features.channels, DESCRIPTOR]))
  onnx.output('descriptor', onnx.node('MatMul', [pooled, dense]), [-1, DESCRIPTOR])
  return onnx.toBytes()
}

interface ConvolutionOptions {
  readonly channels: number
  readonly kernel: number
  readonly stride: number
  readonly padded: boolean
}

function createLayers(onnx: OnnxGraph, weights: Weights) {
  function convolve(from: Features, name: string, options: ConvolutionOptions): Features {
    const { channels, kernel, stride, padded } = options
    const { filters, bias } = scaledConvolution(onnx, weights, name, [
      kernel,
      kernel,
      from.channels,
      channels,
    ])
    const pad = padded ? (kernel - 1) / 2 : 0
    const tensor = onnx.node('Conv', [from.tensor, filters, bias], {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    })
    return { tensor, side: Math.floor((from.side + 2 * pad - kernel) / stride) + 1, channels }
  }

  function relu(from: Features): Features {
    return { ...from, tensor: onnx.node('Relu', [from.tensor]) }
  }

  function pool(operator: 'MaxPool' | 'AveragePool', from: Features, kernel: number): Features {
    const attributes = { kernel_shape: [kernel, kernel], strides: [2, 2] }
    const side = Math.floor((from.side - kernel) / 2) + 1
    return { ...from, tensor: onnx.node(operator, [from.tensor], attributes), side }
  }

  /** Fills up with zeros at the end: channels of the shortcut, rows and columns of a branch that came out smaller. */
  function pad(from: Features, to: { readonly side: number; readonly channels: number }): Features {
    if (from.side === to.side && from.channels === to.channels) return from
    const side = to.side - from.side
    const pads = onnx.integers([0, 0, 0, 0, 0, to.channels - from.channels, side, side])
    return { ...to, tensor: onnx.node('Pad', [from.tensor, pads], { mode: 'constant' }) }
  }

  function residual(from: Features, { name, channels, down }: (typeof BLOCKS)[number]): Features {
    const first = { channels, kernel: 3, stride: down ? 2 : 1, padded: !down }
    const inner = relu(convolve(from, `${name}/conv1`, first))
    const branch = convolve(inner, `${name}/conv2`, { channels, kernel: 3, stride: 1, padded: true })
    const shortcut = down ? pool('AveragePool', from, 2) : from
    const size = { side: Math.max(branch.side, shortcut.side), channels }
    const sum = onnx.node('Add', [pad(shortcut, size).tensor, pad(branch, size).tensor])
    return relu({ ...size, tensor: sum })
  }

  return { convolve, relu, pool, residual }
}

/**
 * A convolution with the scale layer behind it multiplied in: `(w * x + b) * s + o`. The filters are multiplied when the
 * model is loaded, so that they stay as small as they were published.
 */
function scaledConvolution(
  onnx: OnnxGraph,
  weights: Weights,
  name: string,
  shape: readonly [number, number, number, number],
) {
  const channels = shape[3]
  const filters = arrange(weightOf(weights, `${name}/conv/filters`, shape), outputsFirst(shape))
  const [bias, scale, offset] = ['conv/bias', 'scale/weights', 'scale/biases'].map(
    (part) => decode(weightOf(weights, `${name}/${part}`, [channels])).data,
  ) as [Float32Array, Float32Array, Float32Array]
  return {
    filters: onnx.node('Mul', [writeConstant(onnx, filters), onnx.floats([channels, 1, 1, 1], scale)]),
    bias: onnx.floats(
      [channels],
      bias.map((b, c) => b * scale[c]! + offset[c]!),
    ),
  }
}

function weightOf(weights: Weights, name: string, shape: readonly number[]): Constant {
  if (weights.shapeOf(name).join() !== shape.join()) {
    throw malformed(`weight '${name}' is missing or not of shape [${shape.join(', ')}]`)
  }
  return weights.constant(name)
}
