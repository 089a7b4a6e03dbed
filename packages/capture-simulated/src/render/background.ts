import { smoothStep } from '../field/shapes.js'
import { createValueNoise, type Noise3 } from '../random/value-noise.js'
import type { Background, Scene } from '../scene/scene.js'

/** Pixels between the points where the background is worked out: it is out of focus. */
const SPACING = 6

/** The wall or room behind the person, linear RGB for each pixel. */
export function paintBackground(scene: Scene, focal: number): Float32Array {
  const { width, height, principalX, principalY } = scene.camera
  const noise = createValueNoise(scene.background.seed + 41)
  const across = Math.ceil(width / SPACING) + 1
  const down = Math.ceil(height / SPACING) + 1
  const coarse = new Float32Array(across * down * 3)
  for (let j = 0; j < down; j += 1) {
    for (let i = 0; i < across; i += 1) {
      const x = (i * SPACING - principalX) / focal
      const y = (j * SPACING - principalY) / focal
      colorAt(coarse, (j * across + i) * 3, x, y, scene.background, noise)
    }
  }
  const out = new Float32Array(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    const v = (y + 0.5) / SPACING
    const j = Math.floor(v)
    const fy = v - j
    for (let x = 0; x < width; x += 1) {
      const u = (x + 0.5) / SPACING
      const i = Math.floor(u)
      const fx = u - i
      const a = (j * across + i) * 3
      const b = a + across * 3
      const o = (y * width + x) * 3
      for (let c = 0; c < 3; c += 1) {
        const top = coarse[a + c]! + (coarse[a + 3 + c]! - coarse[a + c]!) * fx
        const bottom = coarse[b + c]! + (coarse[b + 3 + c]! - coarse[b + c]!) * fx
        out[o + c] = top + (bottom - top) * fy
      }
    }
  }
  return out
}

/** Coordinates are tangents of angles, so that the room does not depend on the picture's size. */
function colorAt(
  out: Float32Array,
  at: number,
  x: number,
  y: number,
  background: Background,
  noise: Noise3,
): void {
  const { color, clutter } = background
  const broad = noise(x * 3.1, y * 2.2, 0.5)
  // Blurred upright and level edges: shelves, doors, windows.
  const edges =
    smoothStep(-0.25, 0.25, noise(x * 5.5, 3.5, 9)) * 0.5 +
    smoothStep(-0.25, 0.25, noise(7.5, y * 6.5, x * 1.2)) * 0.5
  const red = noise(x * 2.4, y * 2.6, 12.5)
  const blue = noise(x * 2.4 + 30, y * 2.6, 12.5)
  const level = 1 + 0.1 * broad - 0.05 * y + clutter * (edges - 0.5) * 0.95
  out[at] = Math.max(0.004, color[0] * level * (1 + clutter * red * 0.5))
  out[at + 1] = Math.max(0.004, color[1] * level)
  out[at + 2] = Math.max(0.004, color[2] * level * (1 + clutter * blue * 0.5))
}
