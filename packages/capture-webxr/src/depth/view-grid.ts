import type { XrDepthInformation } from '../device/xr-device.js'

/** The size of a depth picture that lies as the view does, with about the buffer's own resolution. */
export function viewGrid({ width, height, normDepthBufferFromNormView }: XrDepthInformation): {
  readonly width: number
  readonly height: number
} {
  const { matrix } = normDepthBufferFromNormView
  const along = (x: number, y: number) => Math.max(1, Math.round(Math.hypot(x * width, y * height)))
  return { width: along(matrix[0]!, matrix[1]!), height: along(matrix[4]!, matrix[5]!) }
}
