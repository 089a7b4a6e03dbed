import type { Image } from '@faceward/spec'

/** Chroma is shared by squares of this many pixels a side (4:2:0). */
const SQUARE = 2

/**
 * A YUV4MPEG2 file of rgb8 pictures of one even size: 4:2:0, BT.601 in video range, as Chromium reads fake cameras.
 * It plays the file in a loop at its own rate.
 */
export function encodeY4m(images: readonly Image[], framesPerSecond: number): Uint8Array {
  const { width, height } = images[0]!
  const header = `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`
  const parts = images.flatMap((image) => [ascii('FRAME\n'), planesOf(image)])
  return Buffer.concat([ascii(header), ...parts])
}

const ascii = (text: string) => Buffer.from(text, 'ascii')

function planesOf({ width, height, data }: Image): Uint8Array {
  const columns = width / SQUARE
  const luma = width * height
  const planes = new Uint8Array(luma + 2 * columns * (height / SQUARE))
  for (let i = 0; i < luma; i++) {
    const [r, g, b] = [data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!]
    planes[i] = Math.round(16 + 0.256788 * r + 0.504129 * g + 0.097906 * b)
  }
  for (let y = 0; y < height; y += SQUARE) {
    for (let x = 0; x < width; x += SQUARE) {
      const [r, g, b] = [0, 1, 2].map((channel) =>
        meanOfSquare(data, 3 * (y * width + x) + channel, 3 * width),
      )
      const at = luma + (y / SQUARE) * columns + x / SQUARE
      planes[at] = Math.round(128 - 0.148223 * r! - 0.290993 * g! + 0.439216 * b!)
      planes[at + columns * (height / SQUARE)] = Math.round(
        128 + 0.439216 * r! - 0.367788 * g! - 0.071427 * b!,
      )
    }
  }
  return planes
}

function meanOfSquare(data: Uint8Array, from: number, row: number): number {
  return (data[from]! + data[from + 3]! + data[from + row]! + data[from + row + 3]!) / 4
}
