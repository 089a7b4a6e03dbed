import type { AlignedDepth, ModelInput, Tensor } from '@faceward/spec'

/** The crop on which aligned depth lies. */
export const DEPTH_CROP_SIZE = 112
/** Eyes are so many of its pixels apart. */
const INTEROCULAR_CROP = 35.24
/** An eye distance to assume where the map has none. */
const INTEROCULAR_MM = 63
const MM = 1000

/** Aligned depth as a network's input; what was not measured is 0. `channels` is `relief` or `normals`. */
export function depthTensor(depth: AlignedDepth, input: ModelInput): Tensor {
  const { mean, std, layout } = input
  const planes = (input.channels === 'normals' ? normals(depth) : [depth.relief.map((m) => m * MM)]).map(
    (plane, c) => plane.map((value, i) => (depth.valid[i] === 1 ? (value - mean[c]!) / std[c]! : 0)),
  )
  const pixels = DEPTH_CROP_SIZE * DEPTH_CROP_SIZE
  const data = new Float32Array(planes.length * pixels)
  const isPlanar = layout === 'nchw'
  for (const [c, plane] of planes.entries()) {
    for (let i = 0; i < pixels; i++) data[isPlanar ? c * pixels + i : i * planes.length + c] = plane[i]!
  }
  const size = [DEPTH_CROP_SIZE, DEPTH_CROP_SIZE]
  const dims = isPlanar ? [1, planes.length, ...size] : [1, ...size, planes.length]
  return { type: 'float32', dims, data }
}

/** The surface's unit normal at each pixel, from differences to its measured neighbours; x right, y down, z near. */
function normals({ relief, valid, interocularMm = INTEROCULAR_MM }: AlignedDepth): Float32Array[] {
  const pixelMm = interocularMm / INTEROCULAR_CROP
  const planes = [0, 1, 2].map(() => new Float32Array(relief.length))
  for (let i = 0; i < relief.length; i++) {
    const column = i % DEPTH_CROP_SIZE
    const row = Math.floor(i / DEPTH_CROP_SIZE)
    const across = slope(relief, valid, i, 1, column)
    const down = slope(relief, valid, i, DEPTH_CROP_SIZE, row)
    const x = (-across * MM) / pixelMm
    const y = (-down * MM) / pixelMm
    const length = Math.hypot(x, y, 1)
    planes[0]![i] = x / length
    planes[1]![i] = y / length
    planes[2]![i] = 1 / length
  }
  return planes
}

/** Metres of height a pixel along a line, one-sided where a neighbour was not measured; 0 when both were not. */
function slope(relief: Float32Array, valid: Uint8Array, i: number, step: number, place: number): number {
  const before = place > 0 && valid[i - step] === 1 ? i - step : i
  const after = place < DEPTH_CROP_SIZE - 1 && valid[i + step] === 1 ? i + step : i
  return before === after ? 0 : (relief[after]! - relief[before]!) / ((after - before) / step)
}
