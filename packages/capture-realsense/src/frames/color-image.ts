import { CaptureError, type Image } from '@faceward/spec'

/** Rows of pixels as a camera or a recording has them. */
export interface RawPicture {
  readonly width: number
  readonly height: number
  /** Bytes a row takes, padding included. */
  readonly stride: number
  readonly data: Uint8Array
}

interface PixelFormat {
  readonly bytesPerPixel: number
  /** Writes one row of RGB. */
  readonly writeRow: (from: Uint8Array, at: number, to: Uint8Array, offset: number, width: number) => void
}

/** By the names of ROS (`sensor_msgs/image_encodings`) and of librealsense; UYVY is `yuv422` in ROS. */
const FORMATS: Readonly<Record<string, PixelFormat>> = {
  rgb8: interleaved(3, 0, 1, 2),
  bgr8: interleaved(3, 2, 1, 0),
  rgba8: interleaved(4, 0, 1, 2),
  bgra8: interleaved(4, 2, 1, 0),
  yuyv: halvedChroma(0, 1),
  uyvy: halvedChroma(1, 0),
  yuv422: halvedChroma(1, 0),
}

/**
 * A colour picture as `rgb8` of its own memory.
 *
 * @throws CaptureError `unsupported` for a format that is no colour this package knows.
 */
export function colorImage(encoding: string, { width, height, stride, data }: RawPicture): Image {
  const format = FORMATS[encoding.toLowerCase()]
  if (format === undefined || stride < width * format.bytesPerPixel || data.length < stride * height) {
    throw new CaptureError(`A colour stream in this format is not supported; record RGB8, BGR8 or YUYV.`, {
      code: 'unsupported',
    })
  }
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) format.writeRow(data, y * stride, pixels, 3 * y * width, width)
  return { width, height, format: 'rgb8', data: pixels }
}

function interleaved(bytesPerPixel: number, red: number, green: number, blue: number): PixelFormat {
  if (bytesPerPixel === 3 && red === 0) {
    const writeRow: PixelFormat['writeRow'] = (from, at, to, offset, width) =>
      to.set(from.subarray(at, at + 3 * width), offset)
    return { bytesPerPixel, writeRow }
  }
  return {
    bytesPerPixel,
    writeRow(from, at, to, offset, width) {
      for (let x = 0, i = at, j = offset; x < width; x++, i += bytesPerPixel, j += 3) {
        to[j] = from[i + red]!
        to[j + 1] = from[i + green]!
        to[j + 2] = from[i + blue]!
      }
    },
  }
}

/** Two pixels in four bytes, luminance and chroma in turns; ITU-R BT.601, studio range, as cameras give it. */
function halvedChroma(luma: number, chroma: number): PixelFormat {
  return {
    bytesPerPixel: 2,
    writeRow(from, at, to, offset, width) {
      for (let x = 0, j = offset; x < width; x++, j += 3) {
        const pair = at + 4 * (x >> 1)
        const y = 1.164 * (from[at + 2 * x + luma]! - 16)
        const u = from[pair + chroma]! - 128
        const v = from[pair + chroma + 2]! - 128
        to[j] = byte(y + 1.596 * v)
        to[j + 1] = byte(y - 0.813 * v - 0.391 * u)
        to[j + 2] = byte(y + 2.018 * u)
      }
    },
  }
}

const byte = (value: number) => Math.min(255, Math.max(0, Math.round(value)))
