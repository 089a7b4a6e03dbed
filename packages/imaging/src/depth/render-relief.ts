import type { Image } from '@faceward/spec'

/** A square of heights with the points that were measured. */
export interface ReliefMap {
  readonly size: number
  /** Metres (or any one unit), growing towards the viewer. */
  readonly relief: ArrayLike<number>
  /** 0 where nothing was measured. */
  readonly valid: ArrayLike<number>
}

export interface RenderReliefOptions {
  /** Distance of neighbouring points in the relief's unit. */
  readonly spacing: number
  /** Pixels a side of the picture; the relief's own size unless told. */
  readonly pixels?: number
}

const LIGHT = [-0.45, -0.55, 0.7] as const
const AMBIENT = 0.18
const NO_DATA = [28, 32, 52] as const

/**
 * Draws a relief as a plaster cast lit from the upper left, so that a person can see whether a depth map shows a
 * face; what was not measured is dark blue. An rgb8 picture.
 */
export function renderRelief({ size, relief, valid }: ReliefMap, options: RenderReliefOptions): Image {
  const side = options.pixels ?? size
  const data = new Uint8Array(side * side * 3)
  const norm = Math.hypot(...LIGHT)
  const at = (x: number, y: number, fallback: number): number => {
    const i = Math.min(size - 1, Math.max(0, y)) * size + Math.min(size - 1, Math.max(0, x))
    return valid[i] === 0 ? fallback : relief[i]!
  }
  const shadeAt = (x: number, y: number): number | undefined => {
    const i = y * size + x
    if (valid[i] === 0) return undefined
    const here = relief[i]!
    const slopeX = (at(x + 1, y, here) - at(x - 1, y, here)) / (2 * options.spacing)
    const slopeY = (at(x, y + 1, here) - at(x, y - 1, here)) / (2 * options.spacing)
    const facing = -slopeX * LIGHT[0] - slopeY * LIGHT[1] + LIGHT[2]
    const lit = Math.max(0, facing / (norm * Math.hypot(slopeX, slopeY, 1)))
    return 255 * Math.min(1, AMBIENT + (1 - AMBIENT) * lit)
  }
  for (let row = 0, j = 0; row < side; row++) {
    for (let column = 0; column < side; column++, j += 3) {
      const shade = shadeAt(Math.floor((column * size) / side), Math.floor((row * size) / side))
      if (shade === undefined) data.set(NO_DATA, j)
      else data.fill(Math.round(shade), j, j + 3)
    }
  }
  return { width: side, height: side, format: 'rgb8', data }
}
