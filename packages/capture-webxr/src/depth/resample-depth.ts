import type { XrCpuDepth, XrDepthFormat } from '../device/xr-device.js'
import { viewGrid } from './view-grid.js'

/** Metres along the optical axis, 0 = no data, rows from the top of the view. */
export interface ViewDepth {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/**
 * The depth buffer as the view sees it. The nearest value is taken: between a face and the wall behind it there is
 * nothing to blend. What lies outside the buffer has no data.
 */
export function resampleDepth(depth: XrCpuDepth, format: XrDepthFormat): ViewDepth {
  const raw = format === 'float32' ? new Float32Array(depth.data) : new Uint16Array(depth.data)
  const { width, height } = viewGrid(depth)
  const { matrix } = depth.normDepthBufferFromNormView
  const data = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const v = (y + 0.5) / height
    for (let x = 0; x < width; x++) {
      const u = (x + 0.5) / width
      const column = Math.floor((matrix[0]! * u + matrix[4]! * v + matrix[12]!) * depth.width)
      const row = Math.floor((matrix[1]! * u + matrix[5]! * v + matrix[13]!) * depth.height)
      if (column < 0 || row < 0 || column >= depth.width || row >= depth.height) continue
      data[y * width + x] = metresOf(raw[row * depth.width + column]!, depth.rawValueToMeters)
    }
  }
  return { width, height, data }
}

/** 0 where a device has no value or a senseless one. */
export function metresOf(raw: number, rawValueToMeters: number): number {
  const metres = raw * rawValueToMeters
  return Number.isFinite(metres) && metres > 0 ? metres : 0
}
