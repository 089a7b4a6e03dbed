import { createNodeBackend } from '@faceward/inference-node'
import { createOnnxGraph, nodeMessage, ProtobufMessage } from '@faceward/models/onnx'
import { ModelLoadError, type Tensors } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNode } from './onnx-file.js'
import { integersOf, readFields } from './protobuf-fields.js'
import { rewritePrelu } from './rewrite-prelu.js'

const CHANNELS = 130

/** x [1, 2, 3, 3] -> convolution -> PRelu -> reshape -> PRelu -> y [1, 9 x 130]. */
function network(): Uint8Array {
  const onnx = createOnnxGraph('prelu')
  onnx.input('x', [1, 2, 3, 3])
  const weights = onnx.floats([CHANNELS, 2, 1, 1], floats(2 * CHANNELS, 1))
  const image = onnx.node('Conv', ['x', weights], { kernel_shape: [1, 1] })
  const slopes = onnx.floats([CHANNELS, 1, 1], floats(CHANNELS, 2))
  const flat = onnx.node('Flatten', [onnx.node('PRelu', [image, slopes])], { axis: 1 })
  const moved = onnx.node('Sub', [flat, onnx.scalar(0.5)])
  onnx.output('y', onnx.node('PRelu', [moved, onnx.floats([1], Float32Array.of(2.5))]), [1, 9 * CHANNELS])
  return onnx.toBytes()
}

/** From -1 to 1. */
function floats(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + seed))
}

function operatorsOf(onnx: Uint8Array): string[] {
  const graph = readFields(onnx).find(({ number }) => number === 7)
  const nodes = readFields(graph!.content).filter(({ number }) => number === 1)
  return nodes.map((field) => readNode(field).operator)
}

async function answer(onnx: Uint8Array): Promise<number[]> {
  const session = await createNodeBackend().load({ id: 'prelu', onnx })
  const feeds: Tensors = { x: { type: 'float32', dims: [1, 2, 3, 3], data: floats(18, 3) } }
  const { y } = await session.run(feeds)
  await session.dispose()
  return Array.from(y!.data, Number)
}

function codeOf(onnx: Uint8Array): string | undefined {
  try {
    rewritePrelu(onnx)
    return undefined
  } catch (failure) {
    if (!ModelLoadError.isInstance(failure)) throw failure
    return failure.code
  }
}

describe('rewritePrelu', () => {
  it('answers as before, without a PRelu: convolutions behind a convolution, arithmetic elsewhere', async () => {
    const rewritten = rewritePrelu(network())
    const operators = operatorsOf(rewritten)
    expect(operators).not.toContain('PRelu')
    expect(operators.filter((operator) => operator === 'Conv')).toHaveLength(3)
    const [before, after] = [await answer(network()), await answer(rewritten)]
    expect(before.some((value) => value < 0)).toBe(true)
    before.forEach((value, i) => {
      expect(Math.abs(after[i]! - value)).toBeLessThan(1e-6)
    })
  })

  it('leaves a file without PRelu as it is', () => {
    const rewritten = rewritePrelu(network())
    expect(rewritePrelu(rewritten)).toBe(rewritten)
  })

  it('refuses a PRelu of an older operator set, whose slopes broadcast otherwise', () => {
    const graph = new ProtobufMessage().message(1, nodeMessage('PRelu', ['x', 'a'], 'y'))
    const model = (version: number) =>
      new ProtobufMessage()
        .message(7, graph)
        .message(8, new ProtobufMessage().text(1, 'ai.onnx.ml').integer(2, 9))
        .message(8, new ProtobufMessage().text(1, '').integer(2, version))
        .toBytes()
    expect(codeOf(model(6))).toBe('unsupported-operator')
    expect(codeOf(model(7))).toBeUndefined()
  })

  it('whatever is changed in a file or cut off, it is rewritten or refused', () => {
    const whole = network()
    const place = fc.nat(whole.length - 1)
    fc.assert(
      fc.property(fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 4 }), place, (changes, length) => {
        const bytes = changes.length === 0 ? whole.slice(0, length) : whole.slice()
        for (const [at, value] of changes) bytes[at] = value
        const code = codeOf(bytes)
        expect([undefined, 'malformed-model', 'unsupported-operator']).toContain(code)
      }),
      { seed: 20_261_201, numRuns: 2000 },
    )
    expect(codeOf(new Uint8Array(0))).toBe('malformed-model')
    expect(codeOf(Uint8Array.of(0x3a, ...Array<number>(12).fill(0xff)))).toBe('malformed-model')
  })
})

describe('a file of many small fields', () => {
  const many = (count: number, field: Uint8Array) =>
    new Uint8Array(count * field.length).map((_, i) => field[i % field.length]!)
  const graphOf = (content: Uint8Array) => new ProtobufMessage().bytes(7, content).toBytes()

  it.each([
    ['in its graph', () => graphOf(many(50_000, Uint8Array.of(0x28, 1)))],
    [
      'in a node',
      () => graphOf(new ProtobufMessage().bytes(1, many(50_000, Uint8Array.of(0x28, 1))).toBytes()),
    ],
    [
      'in a list of numbers',
      () => {
        const dims = new ProtobufMessage().bytes(1, many(2000, Uint8Array.of(1))).toBytes()
        const prelu = new ProtobufMessage().message(1, nodeMessage('PRelu', ['x', 'a'], 'y'))
        const opset = new ProtobufMessage().text(1, '').integer(2, 13)
        return new ProtobufMessage()
          .bytes(7, Uint8Array.of(...prelu.bytes(5, dims).toBytes()))
          .message(8, opset)
          .toBytes()
      },
    ],
  ])('is refused before memory is spent on it: %s', (_, file) => {
    expect(codeOf(file())).toBe('malformed-model')
  })
})

describe('integersOf', () => {
  it('reads a list packed or one by one', () => {
    const packed = new ProtobufMessage().bytes(8, Uint8Array.of(3, 0x96, 0x01)).toBytes()
    const single = new ProtobufMessage().integer(8, 3).integer(8, 150).toBytes()
    expect(integersOf(readFields(packed), 8)).toEqual([3, 150])
    expect(integersOf(readFields(single), 8)).toEqual([3, 150])
  })
})
