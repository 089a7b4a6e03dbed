import { type Frame, type Image, InvalidRequestError } from '@faceward/spec'

/** Something to post, and the buffers that move with it instead of being copied. */
export interface Parcel<Value> {
  readonly value: Value
  readonly buffers: ArrayBuffer[]
}

/**
 * A frame whose pixels, and depth, move to the other thread: they are gone from this one. A view of a larger or shared
 * buffer is copied first, since only whole buffers can move.
 *
 * @throws InvalidRequestError for a frame that was given away before.
 */
export function frameParcel(frame: Frame): Parcel<Frame> {
  const image = imageParcel(frame.image)
  if (frame.depth === undefined) {
    return { value: { ...frame, image: image.value }, buffers: image.buffers }
  }
  const data = movable(frame.depth.data)
  return {
    value: { ...frame, image: image.value, depth: { ...frame.depth, data } },
    buffers: [...image.buffers, data.buffer],
  }
}

export function imageParcel(image: Image): Parcel<Image> {
  if (image.data.byteLength === 0 && image.width > 0) {
    throw new InvalidRequestError(
      'The pixels of this frame went to the engine with an earlier call. Give the frame that analyze returned, or a copy.',
    )
  }
  const data = movable(image.data)
  return { value: { ...image, data }, buffers: [data.buffer] }
}

function movable<Data extends Uint8Array | Float32Array>(
  data: Data,
): Data & { readonly buffer: ArrayBuffer } {
  const isWhole = data.buffer instanceof ArrayBuffer && data.byteLength === data.buffer.byteLength
  return (isWhole ? data : data.slice()) as Data & { readonly buffer: ArrayBuffer }
}
