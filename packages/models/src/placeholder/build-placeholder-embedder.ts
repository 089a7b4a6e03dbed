import { outsideWholeRange, refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import type { ModelManifest } from '@faceward/spec'
import { sha256Hex } from '../manifest/sha256-hex.js'
import { createOnnxGraph, type OnnxGraph } from '../onnx/onnx-graph.js'
import { createRandomWeights, type RandomWeights } from './random-weights.js'

export interface PlaceholderOptions {
  /** A whole number from 0 to 2^32 - 1, default 1. Another seed is another model. */
  readonly seed?: number
  /** Length of the embedding, 1 to 4096, default 512. */
  readonly dimension?: number
}

export interface PlaceholderEmbedderModel {
  readonly manifest: ModelManifest
  readonly onnx: Uint8Array
}

const SIDE = 112
const WARNING = 'PLACEHOLDER: RECOGNISES NOBODY. Random weights, for tests and for trying the plumbing only.'

/** Output channels of the 3 x 3 convolutions, each halving the side: 112, 56, 28, 14, 7. */
const CHANNELS = [16, 32, 64, 128] as const

/**
 * A small convolutional network with random weights that has the shape of a face embedder and **recognises
 * nobody**: four strided convolutions, one spanning what is left, a projection. The same options give the same
 * bytes on every platform. Load it with a backend and wrap it with `createPlaceholderEmbedder` of
 * `@faceward/embedding`; the engine refuses to decide with it unless told.
 *
 * Input `image` [1, 3, 112, 112], RGB, (x - 127.5) / 127.5; output `embedding` [1, dimension], not normalised.
 * Weights have mean zero, there are no biases and tanh is odd, so that pictures do not all give about one vector.
 *
 * @throws ConfigurationError `invalid-options`.
 */
export function buildPlaceholderEmbedder(options: PlaceholderOptions = {}): PlaceholderEmbedderModel {
  const { seed, dimension } = parseOptions(options)
  const id = `placeholder-${dimension}-seed-${seed}`
  const onnx = buildNetwork(id, createRandomWeights(seed), dimension)
  const manifest: ModelManifest = {
    id,
    task: 'face-embedding',
    description: `${WARNING} ${dimension}-d, seed ${seed}.`,
    file: { sha256: sha256Hex(onnx), bytes: onnx.length },
    origin: { kind: 'built' },
    license: {
      spdx: 'MIT',
      commercialUse: true,
      attribution: 'faceward',
      note: `${WARNING} No training data: the weights are pseudo-random numbers.`,
    },
    input: {
      width: SIDE,
      height: SIDE,
      layout: 'nchw',
      colorOrder: 'rgb',
      mean: [127.5, 127.5, 127.5],
      std: [127.5, 127.5, 127.5],
      name: 'image',
    },
    alignment: { kind: 'arcface-five-point' },
    embedding: { dimension, name: 'embedding' },
  }
  return { manifest, onnx }
}

function buildNetwork(name: string, weights: RandomWeights, dimension: number): Uint8Array {
  const graph = createOnnxGraph(name)
  graph.input('image', [1, 3, SIDE, SIDE])
  const shape = { tensor: 'image', channels: 3, side: SIDE }
  for (const channels of CHANNELS) {
    const kernel = graph.floats(
      [channels, shape.channels, 3, 3],
      weights.draw(channels * shape.channels * 9, shape.channels * 9),
    )
    const attributes = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }
    Object.assign(shape, {
      tensor: tanh(graph, graph.node('Conv', [shape.tensor, kernel], attributes)),
      channels,
    })
    shape.side /= 2
  }
  const { channels, side } = shape
  // One kernel over the whole of each channel, as MobileFaceNet has it: where something is stays a difference.
  const whole = graph.floats([channels, 1, side, side], weights.draw(channels * side * side, side * side))
  const global = graph.node('Conv', [shape.tensor, whole], { kernel_shape: [side, side], group: channels })
  const flat = graph.node('Reshape', [tanh(graph, global), graph.integers([1, channels])])
  const projection = graph.floats([channels, dimension], weights.draw(channels * dimension, channels))
  graph.output('embedding', graph.node('MatMul', [flat, projection]), [1, dimension])
  return graph.toBytes()
}

function tanh(graph: OnnxGraph, tensor: string): string {
  return graph.node('Tanh', [tensor])
}

function parseOptions(options: PlaceholderOptions): Required<PlaceholderOptions> {
  const { seed = 1, dimension = 512 } = options
  refuseIssues('buildPlaceholderEmbedder', [
    ...unknownKeys(options, ['seed', 'dimension']),
    ...outsideWholeRange('seed', seed, 0, 0xffff_ffff),
    ...outsideWholeRange('dimension', dimension, 1, 4096),
  ])
  return { seed, dimension }
}
