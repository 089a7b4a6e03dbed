import type { OnnxGraph } from '@faceward/models/onnx'
import { type Constant, decode } from './constant.js'

/** Below this many elements the nodes that widen a constant take more bytes than they save. */
const WORTH_PACKING = 256
/** Values a uint8 can have. */
const STEPS = 256

/**
 * Writes a constant in the precision it was published in, with the nodes that make float32 of it; onnxruntime computes
 * them once, when it loads the model. The numbers are those of {@link decode} to the bit.
 */
export function writeConstant(onnx: OnnxGraph, constant: Constant): string {
  const { shape, data, encoding } = constant
  if (encoding.kind === 'float32' || data.length < WORTH_PACKING) {
    return onnx.floats(shape, decode(constant).data)
  }
  const packed = onnx.packed(encoding.kind, shape, data)
  if (encoding.kind === 'float16') return onnx.cast(packed, 'float32')
  const { scale, min, kind } = encoding
  if (kind === 'uint8') {
    // A table of what each step means: half the memory and time of the arithmetic in double precision.
    const steps = { shape: [STEPS], data: Uint8Array.from({ length: STEPS }, (_, step) => step), encoding }
    return onnx.node('Gather', [onnx.floats([STEPS], decode(steps).data), onnx.cast(packed, 'int32')])
  }
  const scaled = onnx.node('Mul', [onnx.cast(packed, 'float64'), onnx.scalar(scale, 'float64')])
  return onnx.cast(onnx.node('Add', [scaled, onnx.scalar(min, 'float64')]), 'float32')
}
