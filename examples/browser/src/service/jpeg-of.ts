import type { Image } from '@faceward/spec'

/** High: liveness looks at the texture of the skin. */
const QUALITY = 0.95
/** Bytes that one call to fromCharCode takes safely. */
const CHUNK = 0x8000

/** An rgba8 picture as JPEG in base64. */
export async function jpegOf({ width, height, data }: Image): Promise<string> {
  const canvas = new OffscreenCanvas(width, height)
  const pixels = new ImageData(new Uint8ClampedArray(data), width, height)
  canvas.getContext('2d')?.putImageData(pixels, 0, 0)
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })
  return base64(new Uint8Array(await blob.arrayBuffer()))
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK))
  }
  return btoa(text)
}
