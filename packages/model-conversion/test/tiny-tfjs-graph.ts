import { ModelLoadError } from '@faceward/spec'
import { expect } from 'vitest'
import { convertTfjsGraphModel } from '../src/convert-tfjs-graph-model.js'

export type Json = Record<string, unknown>

export const valid = text('VALID')
export const strides = { list: { i: ['1', '1', '1', '1'] } }

export function text(value: string) {
  return { s: btoa(value) }
}

export function placeholder(name: string, ...shape: number[]): Json {
  const dim = shape.map((size) => ({ size: `${size}` }))
  return { name, op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: { dim } } } }
}

/** x [1, 4, 4, 2] -> Conv2D with w [1, 1, 2, 3] -> y. */
export function model(changes: { nodes?: Json[]; weights?: Json[]; conv?: Json; signature?: Json } = {}) {
  const json = {
    modelTopology: {
      node: [
        placeholder('x', 1, 4, 4, 2),
        { name: 'w', op: 'Const' },
        { name: 'y', op: 'Conv2D', input: ['x', 'w'], attr: { padding: valid, strides, ...changes.conv } },
        ...(changes.nodes ?? []),
      ],
    },
    weightsManifest: [
      { weights: [{ name: 'w', shape: [1, 1, 2, 3], dtype: 'float32' }, ...(changes.weights ?? [])] },
    ],
    ...(changes.signature && { signature: changes.signature }),
  }
  return json
}

export const weights = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer)

export function convert(json: unknown, bytes: Uint8Array = weights, outputs?: string[]): Uint8Array {
  return convertTfjsGraphModel({ json, weights: bytes }, { name: 'test', ...(outputs && { outputs }) })
}

export function failureOf(json: unknown, bytes: Uint8Array = weights, outputs?: string[]): ModelLoadError {
  try {
    convert(json, bytes, outputs)
  } catch (failure) {
    if (ModelLoadError.isInstance(failure)) return failure
    throw failure
  }
  return expect.unreachable('it was converted')
}
