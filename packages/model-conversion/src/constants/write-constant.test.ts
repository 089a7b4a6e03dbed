import { createNodeBackend } from '@faceward/inference-node'
import { createOnnxGraph } from '@faceward/models/onnx'
import { describe, expect, it } from 'vitest'
import { type Constant, decode } from './constant.js'
import { writeConstant } from './write-constant.js'

const SIZE = 1024

function bytesOf(constant: Constant): Uint8Array {
  const onnx = createOnnxGraph('constant')
  onnx.input('x', [1])
  onnx.output('y', onnx.node('Mul', ['x', writeConstant(onnx, constant)]), constant.shape)
  return onnx.toBytes()
}

/** What onnxruntime makes of a constant. */
async function loaded(constant: Constant): Promise<number[]> {
  const session = await createNodeBackend().load({ id: 'constant', onnx: bytesOf(constant) })
  const { y } = await session.run({ x: { type: 'float32', dims: [1], data: Float32Array.of(1) } })
  await session.dispose()
  return Array.from(y!.data, Number)
}

const steps = (largest: number) => Array.from({ length: SIZE }, (_, i) => (i * 37) % (largest + 1))
// A scale and a least value that float32 cannot hold: arithmetic in float32 would be a bit off.
const affine = { scale: 0.003_612_784_310_1, min: -0.478_342_221_7 }

describe('writeConstant', () => {
  it.each<[string, Constant, number]>([
    [
      'uint8',
      { shape: [SIZE], data: Uint8Array.from(steps(255)), encoding: { kind: 'uint8', ...affine } },
      1,
    ],
    [
      'uint16',
      {
        shape: [2, SIZE / 2],
        data: Uint16Array.from(steps(65_535)),
        encoding: { kind: 'uint16', ...affine },
      },
      2,
    ],
    // Every sign and exponent but that of infinity and NaN, which times 1 would also stay but compare unequal.
    ['float16', { shape: [SIZE], data: Uint16Array.from(steps(0x7bff)), encoding: { kind: 'float16' } }, 2],
    ['float32', { shape: [SIZE], data: Float32Array.from(steps(65_535)), encoding: { kind: 'float32' } }, 4],
  ])('writes %s as small as it is, and onnxruntime reads the decoded numbers', async (_, constant, bytes) => {
    expect(await loaded(constant)).toEqual([...decode(constant).data])
    const floats = decode(constant)
    const wide = bytesOf({ ...floats, encoding: { kind: 'float32' } })
    expect(bytesOf(constant).length).toBeLessThanOrEqual(wide.length - (4 - bytes) * SIZE + 1300)
  })

  it('writes a handful of numbers as they are: the nodes would take more', () => {
    const data = Uint16Array.of(0x3c00, 0x4000)
    const few: Constant = { shape: [2], data, encoding: { kind: 'float16' } }
    expect(bytesOf(few)).toEqual(bytesOf({ ...decode(few), encoding: { kind: 'float32' } }))
  })
})
