import type { Image } from '@faceward/spec'
import { FRAME_SIDE } from './live-motion.js'
import type { Seeded } from './seeded.js'

/** A flat or bent thing with a picture on it, held before the camera. Lengths in metres, angles in degrees. */
export interface InstrumentPose {
  readonly x: number
  readonly y: number
  readonly distance: number
  readonly yaw: number
  readonly pitch: number
  readonly roll: number
}

/** What it is made of. */
export interface Instrument {
  /** Width of the picture area. */
  readonly width: number
  /** Radius of the cylinder it is bent to about its upright axis; absent = flat. */
  readonly bendRadius?: number
  /** White paper or dark bezel around the picture, metres; beyond it is the room. */
  readonly border: number
  readonly borderColor: readonly [number, number, number]
  /** Levels: black and white of the medium, 0..255; saturation and tint. */
  readonly black: number
  readonly white: number
  readonly saturation: number
  readonly tint: readonly [number, number, number]
  /** Dots or pixels: their pitch in metres and what contrast of them the lens leaves. */
  readonly pitch: number
  readonly gridContrast: number
  readonly gridDegrees: number
  /** Reflection of the room's light: strength in counts and place on the instrument (-0.5..0.5). */
  readonly gloss: number
  readonly glossAt: readonly [number, number]
  readonly glossSize: number
}

const FOCAL = FRAME_SIDE / 2 / Math.tan((39 * Math.PI) / 360)

/**
 * What the camera's lens sees of an instrument: rays through the pixels meet the plane or cylinder; the dot or pixel
 * grid is sampled at the pixels' centres, so that it aliases to moire as it does in a camera.
 */
export function photograph(picture: Image, instrument: Instrument, pose: InstrumentPose, room: Image): Image {
  const side = FRAME_SIDE
  const data = new Uint8Array(side * side * 3)
  const [m, origin] = cameraInInstrument(pose)
  const height = (instrument.width * picture.height) / picture.width
  const grid = (instrument.gridDegrees * Math.PI) / 180
  const [gc, gs] = [
    (2 * Math.PI * Math.cos(grid)) / instrument.pitch,
    (2 * Math.PI * Math.sin(grid)) / instrument.pitch,
  ]
  const color = new Float32Array(3)
  for (let py = 0; py < side; py++) {
    for (let px = 0; px < side; px++) {
      const dx = (px + 0.5 - side / 2) / FOCAL
      const dy = (py + 0.5 - side / 2) / FOCAL
      const rx = m[0]! * dx + m[1]! * dy + m[2]!
      const ry = m[3]! * dx + m[4]! * dy + m[5]!
      const rz = m[6]! * dx + m[7]! * dy + m[8]!
      const hit = meet(origin, rx, ry, rz, instrument.bendRadius)
      const at = (py * side + px) * 3
      const inX = Math.abs(hit.u) - instrument.width / 2
      const inY = Math.abs(hit.v) - height / 2
      const outside = Math.max(inX, inY)
      if (!hit.hit || outside > instrument.border) {
        for (let c = 0; c < 3; c++) data[at + c] = room.data[at + c]!
        continue
      }
      if (outside > 0) for (let c = 0; c < 3; c++) color[c] = instrument.borderColor[c]! * hit.facing
      else {
        sample(
          picture,
          (hit.u / instrument.width + 0.5) * picture.width,
          (hit.v / height + 0.5) * picture.height,
          color,
        )
        print(instrument, color)
        const dots =
          1 +
          instrument.gridContrast * (Math.cos(gc * hit.u + gs * hit.v) + Math.cos(gc * hit.v - gs * hit.u))
        for (let c = 0; c < 3; c++) color[c] = color[c]! * dots * hit.facing
      }
      const gx = hit.u / instrument.width - instrument.glossAt[0]
      const gy = hit.v / height - instrument.glossAt[1]
      const gloss = instrument.gloss * Math.exp(-(gx * gx + gy * gy) / instrument.glossSize ** 2)
      for (let c = 0; c < 3; c++) data[at + c] = Math.max(0, Math.min(255, color[c]! + gloss))
    }
  }
  return { width: side, height: side, format: 'rgb8', data }
}

/** The medium's colours for a picture's. */
function print({ black, white, saturation, tint }: Instrument, color: Float32Array): void {
  const luma = 0.299 * color[0]! + 0.587 * color[1]! + 0.114 * color[2]!
  for (let c = 0; c < 3; c++) {
    const value = luma + saturation * (color[c]! - luma)
    color[c] = (black + ((white - black) * value) / 255) * tint[c]!
  }
}

interface Hit {
  hit: boolean
  u: number
  v: number
  /** Shading of a bent sheet. */
  facing: number
}

const found: Hit = { hit: false, u: 0, v: 0, facing: 1 }

function meet(o: readonly number[], rx: number, ry: number, rz: number, radius?: number): Hit {
  found.facing = 1
  if (radius === undefined) {
    const t = -o[2]! / rz
    found.hit = t > 0
    found.u = o[0]! + t * rx
    found.v = o[1]! + t * ry
    return found
  }
  // Cylinder about the axis x = 0, z = radius (behind the sheet, which bulges to the camera).
  const oz = o[2]! - radius
  const a = rx * rx + rz * rz
  const b = o[0]! * rx + oz * rz
  const c = o[0]! * o[0]! + oz * oz - radius * radius
  const root = b * b - a * c
  found.hit = root > 0
  if (!found.hit) return found
  const t = (-b - Math.sqrt(root)) / a
  const x = (o[0]! + t * rx) / radius
  found.u = radius * Math.asin(Math.max(-1, Math.min(1, x)))
  found.v = o[1]! + t * ry
  found.facing = 0.75 + 0.25 * Math.sqrt(Math.max(0, 1 - x * x))
  return found
}

/** Rows of the rotation from camera to instrument, and the camera's place in the instrument's frame. */
function cameraInInstrument(pose: InstrumentPose): [number[], number[]] {
  const [y, p, r] = [pose.yaw, pose.pitch, pose.roll].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ]
  const [cy, sy, cp, sp, cr, sr] = [
    Math.cos(y),
    Math.sin(y),
    Math.cos(p),
    Math.sin(p),
    Math.cos(r),
    Math.sin(r),
  ]
  // Instrument to camera is Ry Rx Rz; its transpose goes the other way.
  const toCamera = [
    [cy * cr + sy * sp * sr, -cy * sr + sy * sp * cr, sy * cp],
    [cp * sr, cp * cr, -sp],
    [-sy * cr + cy * sp * sr, sy * sr + cy * sp * cr, cy * cp],
  ]
  const m = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => toCamera[column]![row]!))
  const shift = [-pose.x, -pose.y, -pose.distance]
  const origin = [0, 1, 2].map(
    (row) => m[3 * row]! * shift[0]! + m[3 * row + 1]! * shift[1]! + m[3 * row + 2]! * shift[2]!,
  )
  return [m, origin]
}

/** Bilinear. */
function sample({ width, height, data }: Image, x: number, y: number, into: Float32Array): void {
  const fx = Math.max(0, Math.min(width - 1.001, x - 0.5))
  const fy = Math.max(0, Math.min(height - 1.001, y - 0.5))
  const [ix, iy] = [Math.floor(fx), Math.floor(fy)]
  const [ax, ay] = [fx - ix, fy - iy]
  const at = (iy * width + ix) * 3
  const below = at + width * 3
  for (let c = 0; c < 3; c++) {
    const top = data[at + c]! * (1 - ax) + data[at + 3 + c]! * ax
    const bottom = data[below + c]! * (1 - ax) + data[below + 3 + c]! * ax
    into[c] = top * (1 - ay) + bottom * ay
  }
}

/** A plain room out of focus. */
export function room({ between }: Seeded): Image {
  const data = new Uint8Array(FRAME_SIDE * FRAME_SIDE * 3)
  const level = between(60, 190)
  const waves = Array.from({ length: 5 }, () => [
    between(0.01, 0.06),
    between(0.01, 0.06),
    between(0, 6),
    between(4, 18),
  ])
  const tint = [between(0.92, 1.08), 1, between(0.92, 1.08)]
  for (let y = 0; y < FRAME_SIDE; y++) {
    for (let x = 0; x < FRAME_SIDE; x++) {
      const wave = waves.reduce(
        (sum, [fx, fy, phase, size]) => sum + size! * Math.sin(fx! * x + fy! * y + phase!),
        level,
      )
      for (let c = 0; c < 3; c++)
        data[(y * FRAME_SIDE + x) * 3 + c] = Math.max(0, Math.min(255, wave * tint[c]!))
    }
  }
  return { width: FRAME_SIDE, height: FRAME_SIDE, format: 'rgb8', data }
}
