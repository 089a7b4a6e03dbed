import { readFileSync } from 'node:fs'
import { ModelLoadError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedJson } from '../test/changed-json.js'
import { convert, failureOf, inARow, input, type LayerSketch, model } from '../test/tiny-tfjs-layers.js'

// What the layers answer is compared with TF.js in test/layers.test.ts.
const golden: {
  cases: readonly { readonly name: string; readonly json: unknown; readonly weights: string }[]
} = JSON.parse(readFileSync(new URL('../test/layers.golden.json', import.meta.url), 'utf8'))

function goldenOf(name: string) {
  const { json, weights } = golden.cases.find((one) => one.name === name)!
  return { json, weights: new Uint8Array(Buffer.from(weights, 'base64')) }
}

const relu: LayerSketch = { kind: 'ReLU' }
const convolution: LayerSketch = { kind: 'Conv2D', config: { filters: 3, kernel_size: [1, 1] } }
const kernel = { 'y/kernel': [1, 1, 2, 3], 'y/bias': [3] }
const call = (kind: string, name: string, ...inputs: unknown[]) => ({
  class_name: kind,
  config: { name },
  inbound_nodes: [inputs],
})

describe('convertTfjsLayersModel', () => {
  it('gives the same bytes for the same input, wrapped as Keras does or not, its weights wherever they lie', () => {
    const { json, weights } = goldenOf('a residual network')
    const unwrapped = json as { readonly modelTopology: unknown }
    const wrapped = { ...unwrapped, modelTopology: { model_config: unwrapped.modelTopology } }
    const moved = new Uint8Array(weights.length + 3)
    moved.set(weights, 3)
    expect(convert(wrapped, moved.subarray(3))).toEqual(convert(json, weights))
  })

  it('takes a Sequential model as the list of its layers, and its input by the name TF.js gives it', () => {
    const layers = [{ class_name: 'ReLU', config: { name: 'y', batch_input_shape: [null, 2] } }]
    const sequential = (config: unknown) => ({
      modelTopology: { class_name: 'Sequential', config },
      weightsManifest: [{ weights: [] }],
    })
    const onnx = convert(sequential(layers))
    expect(onnx).toEqual(convert(sequential({ layers })))
    expect(new TextDecoder().decode(onnx)).toContain('y_input')
  })

  it('leaves out what only other outputs need, even what it could not convert', () => {
    const json = inARow([relu, { kind: 'LSTM' }])
    expect(convert(json, undefined, { outputs: ['layer0'] }).length).toBeGreaterThan(0)
    expect(failureOf(json).code).toBe('unsupported-operator')
  })

  it('names every layer it does not know, also those that TensorFlow has operators of the same name for', () => {
    const failure = failureOf(inARow([{ kind: 'LSTM' }, { kind: 'Softmax' }, { kind: 'GRU' }, relu]))
    expect(failure.code).toBe('unsupported-operator')
    expect(failure.message).toContain('layer GRU, LSTM, Softmax is not supported')
  })

  it.each<[string, readonly LayerSketch[], RegExp, Record<string, readonly number[]>?]>([
    [
      'channels_first',
      [{ kind: 'MaxPooling2D', config: { data_format: 'channels_first' } }],
      /channels_first/,
    ],
    ['an activation', [{ kind: 'Activation', config: { activation: 'selu' } }], /activation 'selu'/],
    ['groups', [{ kind: 'Conv2D', config: { filters: 4, kernel_size: 1, groups: 2 } }], /2 groups/],
    ['a threshold', [{ kind: 'ReLU', config: { threshold: 0.5 } }], /threshold/],
    ['kept axes', [{ kind: 'GlobalAveragePooling2D', config: { keepdims: true } }], /keeps its axes/],
    [
      'rows',
      [
        { kind: 'Reshape', config: { target_shape: [16, 2] } },
        { kind: 'Dense', config: { units: 3 } },
      ],
      /3 axes/,
      { 'y/kernel': [2, 3] },
    ],
    ['another axis', [{ kind: 'BatchNormalization', config: { axis: 1 } }], /along axis 1 of 4/],
  ])('refuses %s with words', (_, layers, words, weights = {}) => {
    const failure = failureOf(inARow(layers, weights))
    expect(failure.code).toBe('unsupported-operator')
    expect(failure.message).toMatch(words)
  })

  it('refuses to add inputs of different ranks, training, and inputs of whole numbers', () => {
    const flat = call('Flatten', 'flat', ['x', 0, 0])
    const added = [input('x'), flat, call('Add', 'y', ['x', 0, 0], ['flat', 0, 0])]
    expect(failureOf(model(added))).toMatchObject({ code: 'unsupported-operator' })
    const training = [input('x'), call('Dropout', 'y', ['x', 0, 0, { training: true }])]
    expect(failureOf(model(training)).message).toMatch(/training/)
    const whole = { ...input('x'), config: { ...input('x').config, dtype: 'int32' } }
    expect(failureOf(model([whole, call('ReLU', 'y', ['x', 0, 0])])).message).toMatch(/type int32/)
  })
})

describe('a malformed layers model is refused as such', () => {
  it.each<[string, unknown, RegExp]>([
    ['no model', null, /model\.json is wrong/],
    [
      'a graph model',
      { modelTopology: { node: [] }, weightsManifest: [{ weights: [] }] },
      /modelTopology\.model_config/,
    ],
    ['no layers', model([]), /config\.layers/],
    ['a layer without a name', model([{ class_name: 'ReLU', config: {} }]), /layers\.0\.config\.name/],
    [
      'a second output of a layer',
      model([input('x'), call('ReLU', 'y', ['x', 0, 1])]),
      /inbound_nodes\.0\.0\.2/,
    ],
    ['two layers of one name', model([input('y'), call('ReLU', 'y', ['y', 0, 0])]), /two layers/],
    ['a missing layer', model([call('ReLU', 'y', ['x', 0, 0])]), /'x' is missing/],
    ['a cycle', model([call('ReLU', 'y', ['y', 0, 0])]), /depends on itself/],
    ['an input as the output', model([input('y')]), /output/],
    [
      'an input without a shape',
      model([{ class_name: 'InputLayer', config: { name: 'y' } }]),
      /batch_input_shape/,
    ],
    [
      'an input named as tensors are',
      model([input('_0'), call('ReLU', 'y', ['_0', 0, 0])]),
      /cannot be an input/,
    ],
    [
      'kernels of no size',
      inARow([{ kind: 'Conv2D', config: { filters: 3, kernel_size: [0, 1] } }]),
      /kernel_size\.0/,
    ],
    ['a stride of one and a half', inARow([{ kind: 'MaxPooling2D', config: { strides: 1.5 } }]), /strides/],
    ['a weight that is missing', inARow([convolution]), /'y\/kernel' is missing/],
    [
      'a weight that does not fit',
      inARow([convolution], { ...kernel, 'y/bias': [4] }),
      /'y\/bias' does not fit/,
    ],
    [
      'filters of fewer channels',
      inARow([{ kind: 'Conv2D', config: { filters: 4, kernel_size: 1, use_bias: false } }], {
        'y/kernel': [1, 1, 1, 4],
      }),
      /do not fit/,
    ],
    ['a reshape to another size', inARow([{ kind: 'Reshape', config: { target_shape: [31] } }]), /reshapes/],
    [
      'a reshape that leaves a part',
      inARow([{ kind: 'Reshape', config: { target_shape: [5, -1] } }]),
      /reshapes/,
    ],
    [
      'a layer of two inputs',
      model([input('x'), call('ReLU', 'y', ['x', 0, 0], ['x', 0, 0])]),
      /takes one input/,
    ],
    ['a sum of one', model([input('x'), call('Add', 'y', ['x', 0, 0])]), /two inputs or more/],
    ['a mean of a list', inARow([{ kind: 'Flatten' }, { kind: 'GlobalAveragePooling2D' }]), /rank 4/],
    [
      'slopes shared along no axis',
      inARow([{ kind: 'PReLU', config: { shared_axes: [4] } }]),
      /shares an axis/,
    ],
    [
      'slopes that are not shared',
      inARow([{ kind: 'PReLU', config: { shared_axes: [1, 2] } }], { 'y/alpha': [4, 4, 2] }),
      /does not fit/,
    ],
  ])('%s', (_, json, words) => {
    const failure = failureOf(json)
    expect(failure.code).toBe('malformed-model')
    expect(failure.message).toMatch(words)
  })

  it('an input layer behind others, outputs that nobody named, a batch of none', () => {
    const config = {
      layers: [{ class_name: 'ReLU', config: { name: 'a', batch_input_shape: [null, 2] } }, input('x')],
    }
    const weightsManifest = [{ weights: [] }]
    const sequential = { modelTopology: { class_name: 'Sequential', config }, weightsManifest }
    expect(failureOf(sequential).message).toMatch(/stands behind another/)
    const functional = { modelTopology: { class_name: 'Model', config }, weightsManifest }
    expect(failureOf(functional).message).toMatch(/output_layers/)
    expect(failureOf(inARow([relu]), undefined, { batch: 0 }).code).toBe('malformed-model')
  })

  it('whatever is changed in a model, it is converted or refused with ModelLoadError', () => {
    const likely = [
      'x',
      'y',
      'same',
      'channels_first',
      'Sequential',
      'PReLU',
      'Flatten',
      'Dense',
      [1, 1],
      [-1],
    ]
    const changed = fc.oneof(
      ...golden.cases.map(({ json, weights }) =>
        fc.record({ json: changedJson(json, likely), weights: fc.constant(Buffer.from(weights, 'base64')) }),
      ),
    )
    fc.assert(
      fc.property(changed, fc.constantFrom(undefined, 1, 'free' as const), ({ json, weights }, batch) => {
        try {
          convert(json, new Uint8Array(weights), batch === undefined ? {} : { batch })
        } catch (failure) {
          if (!ModelLoadError.isInstance(failure)) throw failure
        }
      }),
      { seed: 20_261_201, numRuns: 3000 },
    )
  })
})
