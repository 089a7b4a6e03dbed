import { tinyOnnxModel } from '@faceward/conformance'
import type { ModelBytes, Tensors } from '@faceward/spec'

const four = { type: 'float32', dims: [4] } as const

/** Gives back four numbers. */
export const identityModel: ModelBytes = {
  id: 'identity',
  onnx: tinyOnnxModel({
    operator: 'Identity',
    inputs: [{ name: 'given', ...four }],
    output: { name: 'returned', ...four },
  }),
}

export const fourNumbers: Tensors = {
  given: { type: 'float32', dims: [4], data: Float32Array.of(0.25, -2, 3e6, 0) },
}
