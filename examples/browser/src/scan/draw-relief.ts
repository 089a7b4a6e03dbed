import type { Box, DepthMap } from '@faceward/spec'
import type { PictureSize } from '../capture/guidance.js'

/** Depth that is shown, from the nearest point on, metres: a head and what is just behind it. */
const RANGE_METRES = 0.32
/** How much of the picture is shown around a face: heights of its box. */
const AROUND = 1.75
/** Width over height of the oval it is shown in. */
const ASPECT = 0.8
/** How many pixels of the canvas a pixel of the depth becomes. */
const LARGER = 4
/** Neighbours looked at, and those of them that must be measured for a hole among them to be drawn as they are. */
const NEIGHBOURS = 25
const FILLED = 0.6
/** Neighbours that differ by more are of something else, metres. */
const STEP_METRES = 0.02
/** Where the light comes from: from the left, above, and before. */
const LIGHT = [-0.45, -0.55, 0.7] as const
const DARK = [16, 58, 58] as const
const BRIGHT = [214, 244, 238] as const

/** Draws the depth around a face as a relief in the light; what has no data stays empty. */
export function drawRelief(
  canvas: HTMLCanvasElement,
  depth: DepthMap,
  face: Box | undefined,
  picture: PictureSize,
): void {
  const { x, y, width, height } = partAround(depth, face, picture)
  const smooth = smoothed(depth)
  const nearest = smooth.reduce((least, metres) => (metres > 0 && metres < least ? metres : least), 100)
  const pixels = new ImageData(width, height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const shade = shadeAt(smooth, depth, x + column, y + row, nearest)
      if (shade === undefined) continue
      const color = DARK.map((dark, channel) => dark + (BRIGHT[channel]! - dark) * shade)
      pixels.data.set([...color, 255], 4 * (row * width + column))
    }
  }
  drawLarger(canvas, pixels)
}

/** Sensors have few pixels: their edges are blended, so that steps are not taken for the face's. */
function drawLarger(canvas: HTMLCanvasElement, pixels: ImageData): void {
  const small = document.createElement('canvas')
  small.width = pixels.width
  small.height = pixels.height
  small.getContext('2d')?.putImageData(pixels, 0, 0)
  canvas.width = LARGER * pixels.width
  canvas.height = LARGER * pixels.height
  const context = canvas.getContext('2d')
  if (context === null) return
  context.imageSmoothingQuality = 'high'
  context.drawImage(small, 0, 0, canvas.width, canvas.height)
}

/** The oval's rectangle around the face, pixels of the depth; the whole of it without a face. */
function partAround(depth: DepthMap, face: Box | undefined, picture: PictureSize): Box {
  const scale = depth.height / picture.height
  const most = Math.min(depth.height, depth.width / ASPECT)
  const height = Math.round(face === undefined ? most : Math.min(most, AROUND * face.height * scale))
  const width = Math.round(height * ASPECT)
  const middle = face ?? { x: 0, y: 0, ...picture }
  const within = (at: number, size: number, all: number) => Math.round(Math.max(0, Math.min(all - size, at)))
  return {
    x: within((middle.x + middle.width / 2) * scale - width / 2, width, depth.width),
    y: within((middle.y + middle.height / 2) * scale - height / 2, height, depth.height),
    width,
    height,
  }
}

/**
 * The mean of each place and its measured neighbours of about the same distance: noise makes slopes rough. Single holes
 * are closed, for the eye only.
 */
function smoothed(depth: DepthMap): Float32Array {
  const { width, data } = depth
  return data.map((metres, i) => {
    const near = neighboursOf(depth, i % width, Math.floor(i / width))
    if (metres === 0 && near.length < FILLED * NEIGHBOURS) return 0
    const reference = metres || near.sort((a, b) => a - b)[near.length >> 1]!
    const alike = near.filter((other) => Math.abs(other - reference) <= STEP_METRES)
    return alike.reduce((sum, other) => sum + other, 0) / alike.length
  })
}

/** What was measured within two pixels. */
function neighboursOf({ width, height, data }: DepthMap, column: number, row: number): number[] {
  const found: number[] = []
  for (let y = Math.max(0, row - 2); y <= Math.min(height - 1, row + 2); y++) {
    for (let x = Math.max(0, column - 2); x <= Math.min(width - 1, column + 2); x++) {
      const metres = data[y * width + x]!
      if (metres > 0) found.push(metres)
    }
  }
  return found
}

/** How light a place is, 0 to 1: by its slope, and darker the farther it lies behind the nearest. */
function shadeAt(
  data: Float32Array,
  { width, height, intrinsics }: DepthMap,
  column: number,
  row: number,
  nearest: number,
): number | undefined {
  const metres = data[row * width + column]!
  const near = 1 - (metres - nearest) / RANGE_METRES
  if (metres === 0 || near <= 0) return undefined
  const at = (x: number, y: number) =>
    data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] || metres
  // A pixel is so many metres wide there.
  const pitch = metres / intrinsics.focalX
  const slopeX = (at(column + 1, row) - at(column - 1, row)) / (2 * pitch)
  const slopeY = (at(column, row + 1) - at(column, row - 1)) / (2 * pitch)
  const lit = (LIGHT[0] * slopeX + LIGHT[1] * slopeY + LIGHT[2]) / Math.hypot(slopeX, slopeY, 1)
  return Math.max(0, Math.min(1, lit)) ** 0.9 * (0.25 + 0.75 * near)
}
