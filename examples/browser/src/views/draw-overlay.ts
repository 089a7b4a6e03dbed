import type { Box } from '@faceward/spec'
import type { FrameAnalysis } from '@faceward/web'
import type { PictureSize } from '../capture/guidance.js'

const COORDINATES = 3

/** Draws the face's box and mesh as they were measured, in pixels of the frame. */
export function drawOverlay(
  canvas: HTMLCanvasElement,
  size: PictureSize,
  { face, mesh }: FrameAnalysis,
): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  if (canvas.width !== size.width) canvas.width = size.width
  if (canvas.height !== size.height) canvas.height = size.height
  context.clearRect(0, 0, canvas.width, canvas.height)
  if (face === undefined) return
  const accent = getComputedStyle(canvas).getPropertyValue('--overlay')
  const unit = Math.min(size.width, size.height) / 240
  context.fillStyle = accent
  context.strokeStyle = accent
  context.lineWidth = 1.5 * unit
  drawCorners(context, face.box)
  const points = mesh?.points ?? new Float32Array()
  for (let i = 0; i < points.length; i += COORDINATES) {
    context.fillRect(points[i]! - unit / 2, points[i + 1]! - unit / 2, unit, unit)
  }
}

function drawCorners(context: CanvasRenderingContext2D, { x, y, width, height }: Box): void {
  const arm = 0.12 * Math.min(width, height)
  context.beginPath()
  for (const [cornerX, cornerY, right, down] of [
    [x, y, 1, 1],
    [x + width, y, -1, 1],
    [x, y + height, 1, -1],
    [x + width, y + height, -1, -1],
  ] as const) {
    context.moveTo(cornerX + right * arm, cornerY)
    context.lineTo(cornerX, cornerY)
    context.lineTo(cornerX, cornerY + down * arm)
  }
  context.stroke()
}
