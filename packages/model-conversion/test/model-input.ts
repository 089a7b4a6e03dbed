import type { Tensor } from '@faceward/spec'

export interface Values {
  readonly shape: readonly number[]
  readonly values: readonly number[]
}

/** Images go in planar, everything else as it is. */
export function modelInput({ shape, values }: Values): Tensor {
  const [batch, height, width, channels] = shape
  if (!batch || !height || !width || !channels) {
    return { type: 'float32', dims: shape, data: Float32Array.from(values) }
  }
  const area = height * width
  const image = area * channels
  const data = Float32Array.from(values, (_, i) => {
    const within = i % image
    return values[i - within + (within % area) * channels + Math.floor(within / area)]!
  })
  return { type: 'float32', dims: [batch, channels, height, width], data }
}
