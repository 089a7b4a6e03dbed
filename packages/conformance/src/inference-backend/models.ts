import type { ModelBytes, Tensor } from '@faceward/spec'
import { tinyOnnxModel } from './tiny-onnx-model.js'

type Float32Tensor = Extract<Tensor, { type: 'float32' }>

/** `product = left * right`, both 2 x 3. */
export const multiplyModel: ModelBytes = {
  id: 'conformance-multiply',
  onnx: tinyOnnxModel({
    operator: 'Mul',
    inputs: [
      { name: 'left', type: 'float32', dims: [2, 3] },
      { name: 'right', type: 'float32', dims: [2, 3] },
    ],
    output: { name: 'product', type: 'float32', dims: [2, 3] },
  }),
}

/** `sum = left + right` of 64-bit integers; the first dimension is free. */
export const addModel: ModelBytes = {
  id: 'conformance-add',
  onnx: tinyOnnxModel({
    operator: 'Add',
    inputs: [
      { name: 'left', type: 'int64', dims: ['N', 2] },
      { name: 'right', type: 'int64', dims: ['N', 2] },
    ],
    output: { name: 'sum', type: 'int64', dims: ['N', 2] },
  }),
}

/** A 3 x 3 Sobel kernel and bias 0.5 over 1 x 1 x 4 x 4, stride 2, padding only at the end (TensorFlow's SAME). */
export const convolveModel: ModelBytes = {
  id: 'conformance-convolve',
  onnx: tinyOnnxModel({
    operator: 'Conv',
    inputs: [{ name: 'image', type: 'float32', dims: [1, 1, 4, 4] }],
    output: { name: 'edges', type: 'float32', dims: [1, 1, 2, 2] },
    attributes: { kernel_shape: [3, 3], strides: [2, 2], pads: [0, 0, 1, 1] },
    constants: [
      { name: 'kernel', dims: [1, 1, 3, 3], values: [-1, 0, 1, -2, 0, 2, -1, 0, 1] },
      { name: 'bias', dims: [1], values: [0.5] },
    ],
  }),
}

/** Swaps the axes of 2 x 3 bytes. */
export const transposeModel: ModelBytes = {
  id: 'conformance-transpose',
  onnx: tinyOnnxModel({
    operator: 'Transpose',
    inputs: [{ name: 'bytes', type: 'uint8', dims: [2, 3] }],
    output: { name: 'turned', type: 'uint8', dims: [3, 2] },
    attributes: { perm: [1, 0] },
  }),
}

/** Gives back its input: the operator a backend is most tempted to answer with the very same memory. */
export const identityModel: ModelBytes = {
  id: 'conformance-identity',
  onnx: tinyOnnxModel({
    operator: 'Identity',
    inputs: [{ name: 'given', type: 'float32', dims: [4] }],
    output: { name: 'returned', type: 'float32', dims: [4] },
  }),
}

export function float32(dims: readonly number[], values: readonly number[]): Float32Tensor {
  return { type: 'float32', dims, data: Float32Array.from(values) }
}

export function int64(dims: readonly number[], values: readonly number[]): Tensor {
  return { type: 'int64', dims, data: BigInt64Array.from(values.map(BigInt)) }
}
