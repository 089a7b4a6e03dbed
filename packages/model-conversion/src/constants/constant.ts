import { float16ToFloat32 } from './float16.js'

/** How numbers are written. uint8 and uint16 are steps: a value is `step * scale + min`, in double precision. */
export type Encoding =
  | { readonly kind: 'float32' }
  | { readonly kind: 'float16' }
  | { readonly kind: 'uint8' | 'uint16'; readonly scale: number; readonly min: number }

/** float32 numbers, float16 bit patterns or steps of uint16, steps of uint8. */
export type Elements = Float32Array | Uint16Array | Uint8Array

/** A float constant as precise, and as small, as it was published. */
export interface Constant {
  readonly shape: readonly number[]
  readonly data: Elements
  readonly encoding: Encoding
}

export interface Floats {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

export function decode({ shape, data, encoding }: Constant): Floats {
  if (encoding.kind === 'float32') return { shape, data: Float32Array.from(data) }
  if (encoding.kind === 'float16') return { shape, data: float16ToFloat32(data) }
  const { scale, min } = encoding
  const floats = new Float32Array(data.length)
  // A plain loop: Float32Array.from with a mapping function made conversion several times slower.
  for (let i = 0; i < floats.length; i++) floats[i] = data[i]! * scale + min
  return { shape, data: floats }
}

/** Another order of a constant. Its elements are only moved, so they may stay encoded. */
export interface Arrangement {
  /** The shape the elements are read as before they are moved. */
  readonly from: readonly number[]
  /** Its axes in their new order. */
  readonly axes: readonly number[]
  /** The shape of the result. */
  readonly shape: readonly number[]
}

export function arrange(constant: Constant, { from, axes, shape }: Arrangement): Constant {
  const strides = from.map((_, axis) => from.slice(axis + 1).reduce((product, size) => product * size, 1))
  const loops = axes.map((axis) => ({ size: from[axis]!, stride: strides[axis]! }))
  const inOrder = axes.every((axis, i) => axis === i)
  return { ...constant, shape, data: inOrder ? constant.data : moved(constant.data, loops) }
}

function moved(data: Elements, loops: readonly { readonly size: number; readonly stride: number }[]) {
  const to = data.slice()
  const inner = loops.at(-1)!
  const outer = loops.slice(0, -1)
  const counts = outer.map(() => 0)
  let source = 0
  for (let index = 0; index < to.length; ) {
    for (let i = 0; i < inner.size; i++) to[index++] = data[source + i * inner.stride]!
    // The next outer position, the last axis turning fastest.
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const { size, stride } = outer[axis]!
      source += stride
      if (++counts[axis]! < size) break
      source -= size * stride
      counts[axis] = 0
    }
  }
  return to
}
