import type { DepthMap } from '@faceward/spec'

/** Depth that is shown, from its nearest point on, metres: a head and what is just behind it. */
const RANGE_METRES = 0.4

/** Nearer is lighter; no data is transparent. */
export function drawDepth(canvas: HTMLCanvasElement, { width, height, data }: DepthMap): void {
  const pixels = new ImageData(width, height)
  const nearest = data.reduce((least, metres) => (metres > 0 && metres < least ? metres : least), 100)
  data.forEach((metres, i) => {
    const share = 1 - (metres - nearest) / RANGE_METRES
    if (metres === 0 || share < 0) return
    pixels.data.set([255 * share, 255 * share, 255 * share, 255], 4 * i)
  })
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.putImageData(pixels, 0, 0)
}
