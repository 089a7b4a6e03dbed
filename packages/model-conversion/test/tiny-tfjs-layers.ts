import { ModelLoadError } from '@faceward/spec'
import { expect } from 'vitest'
import { convertTfjsLayersModel, type LayersConversionOptions } from '../src/convert-tfjs-layers-model.js'

export interface LayerSketch {
  readonly kind: string
  /** Beside its name, which is `y` for the last layer, else `layer0`, `layer1` and so on. */
  readonly config?: Readonly<Record<string, unknown>>
}

/** x of `shape` -> layers in a row -> y, with weights of zeros. */
export function inARow(
  layers: readonly LayerSketch[],
  weights: Readonly<Record<string, readonly number[]>> = {},
  shape: readonly (number | null)[] = [null, 4, 4, 2],
) {
  const names = layers.map((_, i) => (i === layers.length - 1 ? 'y' : `layer${i}`))
  const calls = layers.map(({ kind, config }, i) => ({
    class_name: kind,
    config: { name: names[i], ...config },
    inbound_nodes: [[[names[i - 1] ?? 'x', 0, 0, {}]]],
  }))
  return model([input('x', shape), ...calls], weights)
}

export function input(name: string, shape: readonly (number | null)[] = [null, 4, 4, 2]) {
  return { class_name: 'InputLayer', config: { name, batch_input_shape: shape }, inbound_nodes: [] }
}

/** A Functional model whose output is `y`. */
export function model(layers: readonly unknown[], weights: Readonly<Record<string, readonly number[]>> = {}) {
  const config = { name: 'test', layers, output_layers: [['y', 0, 0]] }
  const listed = Object.entries(weights).map(([name, shape]) => ({ name, shape, dtype: 'float32' }))
  return {
    modelTopology: { model_config: { class_name: 'Functional', config } },
    weightsManifest: [{ weights: listed }],
  }
}

/** As many zeros as a model's manifest describes. */
function zerosOf(json: unknown): Uint8Array {
  const { weightsManifest = [] } = (json ?? {}) as Partial<ReturnType<typeof model>>
  const shapes = weightsManifest.flatMap(({ weights }) => weights.map(({ shape }) => shape))
  const counts = shapes.map((shape) => shape.reduce((product, size) => product * size, 1))
  return new Uint8Array(4 * counts.reduce((sum, count) => sum + count, 0))
}

type Options = Partial<LayersConversionOptions>

export function convert(json: unknown, weights = zerosOf(json), options: Options = {}): Uint8Array {
  return convertTfjsLayersModel({ json, weights }, { name: 'test', ...options })
}

export function failureOf(json: unknown, weights = zerosOf(json), options: Options = {}): ModelLoadError {
  try {
    convert(json, weights, options)
  } catch (failure) {
    if (ModelLoadError.isInstance(failure)) return failure
    throw failure
  }
  return expect.unreachable('it was converted')
}
