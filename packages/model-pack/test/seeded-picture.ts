import type { ModelInput, Tensor } from '@faceward/spec'

/** As in goldens/make-parity-goldens of the lab: cells of 16 pixels with a colour each, and noise on every pixel. */
export function seededPicture(side: number, seed: number): Uint8Array {
  const random = mulberry32(seed)
  const cells = Math.ceil(side / 16)
  const colours = Array.from({ length: cells * cells * 3 }, () => Math.floor(random() * 192))
  const picture = new Uint8Array(side * side * 3)
  for (let i = 0; i < picture.length; i++) {
    const pixel = Math.floor(i / 3)
    const cell = (Math.floor(pixel / side) >> 4) * cells + ((pixel % side) >> 4)
    picture[i] = colours[cell * 3 + (i % 3)]! + Math.floor(random() * 64)
  }
  return picture
}

/** RGB bytes as the model's floats, still pixel by pixel. */
export function normalise(picture: Uint8Array, { colorOrder, mean, std }: ModelInput): Float32Array {
  return Float32Array.from(picture, (_, i) => {
    const channel = i % 3
    const source = colorOrder === 'bgr' ? i - channel + (2 - channel) : i
    return (picture[source]! - mean[channel]!) / std[channel]!
  })
}

/** [height, width, 3] to [1, 3, height, width]. */
export function toPlanar(pixels: Float32Array, { width, height }: ModelInput): Tensor {
  const area = width * height
  const data = Float32Array.from(pixels, (_, i) => pixels[(i % area) * 3 + Math.floor(i / area)]!)
  return { type: 'float32', dims: [1, 3, height, width], data }
}

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
