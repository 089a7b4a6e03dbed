import { decode } from 'fast-png'
import { malformedRecording } from './recording-file.js'

/** Steps of a greyscale PNG, 8 or 16 bits each. */
export interface DepthSteps {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array | Uint16Array
}

const MOST_PIXELS = 16_777_216
const HEADER_BYTES = 26

/** Reads a greyscale PNG to its very steps; its size is judged before it is decoded. @throws CaptureError */
export function readDepthPng(bytes: Uint8Array): DepthSteps {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER_BYTES || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) {
    throw malformedRecording('its depth is no PNG')
  }
  if (view.getUint32(16) * view.getUint32(20) > MOST_PIXELS)
    throw malformedRecording('its depth is too large')
  if (view.getUint8(25) !== 0) throw malformedRecording('its depth is not greyscale')
  try {
    const { width, height, data, channels, depth } = decode(bytes)
    if (channels !== 1 || (depth !== 8 && depth !== 16))
      throw malformedRecording('its depth is not greyscale')
    return { width, height, data: data as Uint8Array | Uint16Array }
  } catch (cause) {
    throw malformedRecording('its depth cannot be decoded', cause)
  }
}
