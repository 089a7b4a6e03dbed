import type { Image, ModelInput, Tensor } from '@faceward/spec'
import type { SimilarityTransform } from '../geometry/similarity-transform.js'
import { assertSize } from './raster-source.js'
import { warp } from './warp.js'
import type { WarpOptions } from './warp-options.js'
import type { ChannelTarget } from './warp-target.js'

/** A float32 tensor. */
export type FloatTensor = Extract<Tensor, { type: 'float32' }>

/** Options of {@link warpToTensor}. */
export interface WarpToTensorOptions extends WarpOptions {
  /** Mirrors the model's input left to right, for flip averaging. Default false. */
  readonly flip?: boolean
}

/**
 * Warps a picture straight into a model's input: `(value - mean) / std` by channel in the manifest's colour
 * order and layout, with no rounding to 8 bits in between. Resampling as in `warpImage`.
 * @returns a tensor `[1, 3, height, width]` (nchw) or `[1, height, width, 3]` (nhwc).
 * @throws ImagingError when the image's buffer, the input's size or the transform is not usable.
 */
export function warpToTensor(
  source: Image,
  destinationToSource: SimilarityTransform,
  input: ModelInput,
  options: WarpToTensorOptions = {},
): FloatTensor {
  assertSize(input)
  const { width, height } = input
  const planar = input.layout === 'nchw'
  const columnStep = planar ? 1 : 3
  const channels: readonly ChannelTarget[] = [0, 1, 2].map((channel) => ({
    offset: planar ? channel * width * height : channel,
    scale: 1 / input.std[channel]!,
    bias: -input.mean[channel]! / input.std[channel]!,
  }))
  const [first, second, third] = channels as readonly [ChannelTarget, ChannelTarget, ChannelTarget]
  const rgb = input.colorOrder === 'rgb'
  const flip = options.flip ?? false
  const data = new Float32Array(width * height * 3)
  warp(source, destinationToSource, options.border ?? 'black', {
    width,
    height,
    data,
    origin: flip ? (width - 1) * columnStep : 0,
    rowStride: width * columnStep,
    columnStride: flip ? -columnStep : columnStep,
    red: rgb ? first : third,
    green: second,
    blue: rgb ? third : first,
  })
  return { type: 'float32', dims: planar ? [1, 3, height, width] : [1, height, width, 3], data }
}
