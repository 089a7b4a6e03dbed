import type { Image } from '@faceward/spec'
import { focalLength } from '../render/ray-tracer.js'
import type { Camera } from '../scene/scene.js'
import { InstrumentGeometry, type InstrumentPose } from './instrument-geometry.js'
import type { Medium } from './medium.js'

/** What a camera sees, before it is a picture: linear light, depth in metres, and where glass is. */
export interface Canvas {
  readonly linear: Float32Array
  readonly depth: Float32Array
  readonly glass: Uint8Array
}

/** Where a sheet is cut out, in places of its picture, 0 to 1 from the top left. */
export type CutOut = (u: number, v: number) => boolean

const LINEAR = Float32Array.from({ length: 256 }, (_, i) => {
  const s = i / 255
  return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4
})

/**
 * Puts a print or a screen into what the camera sees, where it is nearer than what is there. The dots or pixels are
 * sampled at the pixels' centres, so that they alias to moire as they do in a camera.
 */
export function placeInstrument(
  canvas: Canvas,
  camera: Camera,
  picture: Image,
  medium: Medium,
  pose: InstrumentPose,
  cutOut?: CutOut,
): void {
  const focal = focalLength(camera)
  const sheet = new InstrumentGeometry(pose, medium.bendRadius)
  const height = (medium.width * picture.height) / picture.width
  const grid = (medium.gridDegrees * Math.PI) / 180
  const gx = (2 * Math.PI * Math.cos(grid)) / medium.gridPitch
  const gy = (2 * Math.PI * Math.sin(grid)) / medium.gridPitch
  const color = new Float64Array(3)
  for (let y = 0; y < camera.height; y += 1) {
    for (let x = 0; x < camera.width; x += 1) {
      const a = (x + 0.5 - camera.principalX) / focal
      const b = (y + 0.5 - camera.principalY) / focal
      const i = y * camera.width + x
      if (!sheet.meet(a, b) || sheet.depth >= canvas.depth[i]!) continue
      const outside = Math.max(Math.abs(sheet.u) - medium.width / 2, Math.abs(sheet.v) - height / 2)
      if (outside > medium.border) continue
      const u = sheet.u / medium.width + 0.5
      const v = sheet.v / height + 0.5
      if (cutOut !== undefined && outside <= 0 && cutOut(u, v)) continue
      // Paper takes the room's light, from above and from the side; a screen brings its own.
      const room = 0.45 + 0.55 * sheet.facing
      const level = medium.emissive ? 0.6 + 0.4 * sheet.facing : room
      if (outside > 0) color.fill(medium.borderReflectance * room)
      else {
        sample(picture, u * picture.width, v * picture.height, color)
        const luma = 0.2126 * color[0]! + 0.7152 * color[1]! + 0.0722 * color[2]!
        const dots =
          1 +
          medium.gridContrast *
            (Math.cos(gx * sheet.u + gy * sheet.v) + Math.cos(gx * sheet.v - gy * sheet.u))
        for (let c = 0; c < 3; c += 1) {
          const vivid = Math.max(0, luma + medium.saturation * (color[c]! - luma))
          color[c] = (medium.black + (medium.white - medium.black) * vivid) * dots * level
        }
      }
      const dx = u - 0.5 - medium.glossX
      const dy = v - 0.5 - medium.glossY
      const gloss = medium.gloss * Math.exp(-(dx * dx + dy * dy) / medium.glossSize ** 2)
      for (let c = 0; c < 3; c += 1) canvas.linear[i * 3 + c] = color[c]! + gloss
      canvas.depth[i] = sheet.depth
      canvas.glass[i] = medium.glass ? 1 : 0
    }
  }
}

function sample(picture: Image, px: number, py: number, out: Float64Array): void {
  const x = Math.min(picture.width - 1.001, Math.max(0, px - 0.5))
  const y = Math.min(picture.height - 1.001, Math.max(0, py - 0.5))
  const i = Math.floor(x)
  const j = Math.floor(y)
  const fx = x - i
  const fy = y - j
  const at = (j * picture.width + i) * 3
  const below = at + picture.width * 3
  for (let c = 0; c < 3; c += 1) {
    const top = LINEAR[picture.data[at + c]!]! * (1 - fx) + LINEAR[picture.data[at + 3 + c]!]! * fx
    const bottom = LINEAR[picture.data[below + c]!]! * (1 - fx) + LINEAR[picture.data[below + 3 + c]!]! * fx
    out[c] = top * (1 - fy) + bottom * fy
  }
}
