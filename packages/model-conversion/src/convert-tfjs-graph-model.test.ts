import { describe, expect, it } from 'vitest'
import { convert, failureOf, type Json, model, placeholder, text, weights } from '../test/tiny-tfjs-graph.js'

describe('convertTfjsGraphModel', () => {
  it('gives the same bytes for the same model', () => {
    expect(convert(model())).toEqual(convert(structuredClone(model())))
  })

  it('leaves out what only other outputs need', () => {
    const nodes = [
      { name: 'z', op: 'Neg', input: ['y'] },
      { name: 'exotic', op: 'NonMaxSuppressionV4', input: ['y'] },
    ]
    expect(failureOf(model({ nodes })).code).toBe('unsupported-operator')
    expect(convert(model({ nodes }), weights, ['y'])).toEqual(convert(model()))
  })

  it('takes the outputs of the signature', () => {
    const nodes = [{ name: 'z', op: 'Neg', input: ['y'] }]
    const signature = { outputs: { 'y:0': { name: 'y:0' } } }
    expect(convert(model({ nodes, signature }))).toEqual(convert(model()))
  })

  it('names every operator it does not know', () => {
    const nodes = [
      { name: 'a', op: 'While', input: ['y'] },
      { name: 'b', op: 'constructor', input: ['a'] },
      { name: 'c', op: '__proto__', input: ['b'] },
    ]
    const failure = failureOf(model({ nodes }))
    expect(failure.code).toBe('unsupported-operator')
    expect(failure.message).toContain('While, __proto__, constructor')
  })

  it.each([
    [
      'a fused activation',
      { op: '_FusedConv2D', attr: { fused_ops: { list: { s: [btoa('LeakyRelu')] } } } },
      'LeakyRelu',
    ],
    ['channels first', { attr: { data_format: text('NCHW') } }, 'NCHW'],
    ['explicit padding', { attr: { padding: text('EXPLICIT') } }, 'EXPLICIT'],
  ])('refuses %s by name', (_, change: { op?: string; attr: Json }, named) => {
    const json = model({ conv: change.attr })
    if (change.op) Object.assign(json.modelTopology.node[2]!, { op: change.op })
    const failure = failureOf(json)
    expect(failure.code).toBe('unsupported-operator')
    expect(failure.message).toContain(named)
  })

  it('refuses inputs of integers and of free size', () => {
    const integers = model()
    Object.assign(integers.modelTopology.node[0]!.attr as Json, { dtype: { type: 'DT_INT32' } })
    expect(failureOf(integers).message).toContain('DT_INT32')
    const free = model()
    Object.assign(free.modelTopology.node[0]!, placeholder('x', 1, -1, -1, 2))
    expect(failureOf(free).code).toBe('unsupported-operator')
  })
})
