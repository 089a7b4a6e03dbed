import { ModelLoadError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedJson } from '../test/changed-json.js'
import { convert, failureOf, model, strides, text, valid, weights } from '../test/tiny-tfjs-graph.js'

describe('a malformed model is refused as such', () => {
  const constant = (name: string, shape: number[], dtype = 'int32') => ({ name, shape, dtype })
  const int32 = (...values: number[]) =>
    new Uint8Array([...weights, ...new Uint8Array(Int32Array.from(values).buffer)])

  it.each<[string, unknown, Uint8Array?, string[]?]>([
    ['no model', null],
    ['a list', []],
    ['no nodes', { modelTopology: { node: [] }, weightsManifest: [{ weights: [] }] }],
    ['a weight of negative size', model({ weights: [constant('v', [-4])] })],
    ['a weight of absurd size', model({ weights: [constant('v', [2 ** 24, 2 ** 24, 2 ** 24])] })],
    ['truncated weights', model(), weights.slice(0, 20)],
    ['a node that reads a missing node', model({ nodes: [{ name: 'z', op: 'Neg', input: ['nowhere'] }] })],
    ['a node without its inputs', model({ nodes: [{ name: 'z', op: 'Add', input: ['y'] }] })],
    ['a second output of a node', model({ nodes: [{ name: 'z', op: 'Neg', input: ['y:1'] }] })],
    ['two nodes of one name', model({ nodes: [{ name: 'y', op: 'Neg', input: ['x'] }] })],
    ['a node that reads itself', model({ nodes: [{ name: 'z', op: 'Neg', input: ['z'] }] }), weights, ['z']],
    [
      'a cycle',
      model({
        nodes: [
          { name: 'a', op: 'Add', input: ['y', 'b'] },
          { name: 'b', op: 'Neg', input: ['a'] },
        ],
      }),
      weights,
      ['b'],
    ],
    [
      'a constant without weights',
      model({
        nodes: [
          { name: 'c', op: 'Const' },
          { name: 'z', op: 'Add', input: ['y', 'c'] },
        ],
      }),
    ],
    ['an output that is missing', model(), weights, ['nowhere']],
    ['an output that is an input', model(), weights, ['x']],
    ['an output that is a constant', model(), weights, ['w']],
    ['no outputs', model(), weights, []],
    ['a stride of zero', model({ conv: { strides: { list: { i: ['1', '0', '0', '1'] } } } })],
    ['a stride over channels', model({ conv: { strides: { list: { i: ['1', '1', '1', '2'] } } } })],
    ['an attribute that is not base64', model({ conv: { padding: { s: '???' } } })],
    [
      'filters that do not fit the channels',
      model({ nodes: [{ name: 'z', op: 'Conv2D', input: ['y', 'w'], attr: { padding: valid, strides } }] }),
    ],
    ['inputs that do not broadcast', model({ nodes: [{ name: 'z', op: 'Add', input: ['x', 'y'] }] })],
    [
      'padding to an absurd size',
      model({
        nodes: [
          { name: 'p', op: 'Const' },
          { name: 'z', op: 'Pad', input: ['y', 'p'] },
        ],
        weights: [constant('p', [4, 2])],
      }),
      int32(0, 0, 0, 2 ** 30, 0, 2 ** 30, 0, 2 ** 30),
    ],
    [
      'negative padding',
      model({
        nodes: [
          { name: 'p', op: 'Const' },
          { name: 'z', op: 'Pad', input: ['y', 'p'] },
        ],
        weights: [constant('p', [4, 2])],
      }),
      int32(0, 0, 0, -1, 0, 0, 0, 0),
    ],
    [
      'a reshape to another number of values',
      model({
        nodes: [
          { name: 's', op: 'Const' },
          { name: 'z', op: 'Reshape', input: ['y', 's'] },
        ],
        weights: [constant('s', [2])],
      }),
      int32(1, 47),
    ],
    [
      'a reshape to a hundred axes',
      model({
        nodes: [
          { name: 's', op: 'Const' },
          { name: 'z', op: 'Reshape', input: ['y', 's'] },
        ],
        weights: [constant('s', [100])],
      }),
      int32(48, ...Array<number>(99).fill(1)),
    ],
    [
      'a mean over an axis that is not there',
      model({
        nodes: [
          { name: 's', op: 'Const' },
          { name: 'z', op: 'Mean', input: ['y', 's'] },
        ],
        weights: [constant('s', [1])],
      }),
      int32(4),
    ],
  ])('%s', (_, json, bytes, outputs) => {
    expect(failureOf(json, bytes, outputs).code).toBe('malformed-model')
  })

  it('a chain deeper than the call stack is converted, not crashed on', () => {
    const nodes = Array.from({ length: 15_000 }, (_, i) => ({
      name: `n${i}`,
      op: 'Neg',
      input: [i === 0 ? 'y' : `n${i - 1}`],
    }))
    expect(convert(model({ nodes })).length).toBeGreaterThan(15_000)
  })

  it('a constant of more axes than an image is added in TensorFlow order', () => {
    const json = model({
      nodes: [
        { name: 'deep', op: 'Const' },
        { name: 'z', op: 'Add', input: ['y', 'deep'] },
      ],
      weights: [constant('deep', [1, 1, 1, 1, 3], 'float32')],
    })
    expect(convert(json, new Uint8Array([...weights, ...new Uint8Array(12)])).length).toBeGreaterThan(0)
  })

  it('a constant read ten thousand times is written once', () => {
    const nodes = Array.from({ length: 10_000 }, (_, i) => ({
      name: `n${i}`,
      op: 'Add',
      input: [i === 0 ? 'y' : `n${i - 1}`, 'big'],
    }))
    const bytes = new Uint8Array(weights.length + 4 * 48)
    const json = model({
      nodes: [{ name: 'big', op: 'Const' }, ...nodes],
      weights: [constant('big', [4, 4, 3], 'float32')],
    })
    expect(convert(json, bytes).length).toBeLessThan(10_000 * 4 * 24)
  })

  it('whatever is changed in a model, it is converted or refused with ModelLoadError', () => {
    const whole = model({
      nodes: [
        { name: 'p', op: 'Const' },
        { name: 'a', op: 'Pad', input: ['y', 'p'] },
        { name: 'b', op: 'AvgPool', input: ['a'], attr: { padding: text('SAME'), strides, ksize: strides } },
        { name: 'c', op: 'Prelu', input: ['b', 'slope'] },
        { name: 'slope', op: 'Const' },
        { name: 's', op: 'Const' },
        { name: 'd', op: 'Reshape', input: ['c', 's'] },
        { name: 'm', op: 'MatMul', input: ['d', 'k'] },
        { name: 'k', op: 'Const' },
      ],
      weights: [
        constant('slope', [1, 1, 3], 'float32'),
        constant('k', [48, 2], 'float32'),
        constant('p', [4, 2]),
        constant('s', [2]),
      ],
    })
    const bytes = Buffer.concat([
      weights,
      Buffer.alloc(4 * (3 + 96 + 8)),
      Buffer.from(Int32Array.of(1, 48).buffer),
    ])
    expect(convert(whole, bytes).length).toBeGreaterThan(0)

    const json = changedJson(whole, ['x', 'y', 'Conv2D', 'NaN', '9007199254740993'])
    fc.assert(
      fc.property(json, fc.uint8Array({ maxLength: 4 }), (changed, tail) => {
        try {
          convert(changed, Uint8Array.from([...bytes.subarray(0, bytes.length - tail.length), ...tail]))
        } catch (failure) {
          if (!ModelLoadError.isInstance(failure)) throw failure
        }
      }),
      { numRuns: 2000 },
    )
  })
})
