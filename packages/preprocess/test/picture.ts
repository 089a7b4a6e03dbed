import type { Box, Image } from '@faceward/spec'

/** A black picture with one white box. */
export function pictureWith(width: number, height: number, box?: Box): Image {
  const data = new Uint8Array(width * height)
  if (box) {
    for (let y = box.y; y < box.y + box.height; y++)
      data.fill(255, y * width + box.x, y * width + box.x + box.width)
  }
  return { width, height, format: 'gray8', data }
}
