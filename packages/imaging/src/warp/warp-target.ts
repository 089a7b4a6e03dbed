import type { Image } from '@faceward/spec'

/**
 * Where a warp writes, so that one kernel serves images and tensors of any layout: the value of pixel (x, y)
 * goes to `data[origin + y * rowStride + x * columnStride + offset]`, as `value * scale + bias` by colour.
 */
export interface WarpTarget {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
  readonly origin: number
  readonly rowStride: number
  readonly columnStride: number
  readonly red: ChannelTarget
  readonly green: ChannelTarget
  readonly blue: ChannelTarget
}

export interface ChannelTarget {
  readonly offset: number
  readonly scale: number
  readonly bias: number
}

/** Interleaved RGB, 0..255, not rounded. */
export function interleavedTarget(width: number, height: number): WarpTarget {
  return {
    width,
    height,
    data: new Float32Array(width * height * 3),
    origin: 0,
    rowStride: width * 3,
    columnStride: 3,
    red: { offset: 0, scale: 1, bias: 0 },
    green: { offset: 1, scale: 1, bias: 0 },
    blue: { offset: 2, scale: 1, bias: 0 },
  }
}

/** What was warped to an interleaved target, rounded to 8 bits. */
export function roundedImage(target: WarpTarget): Image {
  const { width, height, data: values } = target
  const data = new Uint8Array(values.length)
  for (let index = 0; index < values.length; index++) data[index] = Math.min(255, values[index]! + 0.5)
  return { width, height, format: 'rgb8', data }
}
