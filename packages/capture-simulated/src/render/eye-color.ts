import { smoothStep } from '../field/shapes.js'
import type { Traits } from '../person/traits.js'
import { createValueNoise, type Noise3 } from '../random/value-noise.js'
import { EYEBALL, type EyeSocket } from './eye-socket.js'

/** Colour of the eyeball at a point, and the normal of the wet surface for highlights. */
export class EyeColor {
  r = 0
  g = 0
  b = 0
  /** How far to lean the normal towards the cornea's own, 0 to 1. */
  cornea = 0
  private readonly noise: Noise3

  private readonly traits: Traits

  constructor(traits: Traits) {
    this.traits = traits
    this.noise = createValueNoise(traits.noiseSeed + 31)
  }

  at(x: number, y: number, z: number, eye: EyeSocket): void {
    const { eyes } = this.traits
    eye.ball(x, y, z)
    const below = eye.upperMargin()
    const above = eye.lowerMargin()
    const dx = x - (eye.centreX + eye.gazeX * EYEBALL)
    const dy = y - eye.gazeY * EYEBALL
    const dz = z - (eye.centreZ + eye.gazeZ * EYEBALL)
    // Distance from the pupil's middle across the ball's surface.
    const across = dx * eye.gazeX + dy * eye.gazeY + dz * eye.gazeZ
    const d = Math.sqrt(Math.max(0, dx * dx + dy * dy + dz * dz - across * across))
    const veins = smoothStep(0.3, 0.75, this.noise(x * 0.9, y * 0.9 + 4, z * 0.5)) * 0.12
    const corner = smoothStep(0.72, 1.05, Math.abs(eye.u) / eye.halfWidth)
    const inner = eye.u < 0 ? corner : corner * 0.45
    let r = eyes.sclera[0] * (1 - 0.25 * inner)
    let g = eyes.sclera[1] * (1 - veins - 0.55 * inner)
    let b = eyes.sclera[2] * (1 - veins - 0.55 * inner)
    const radius = eyes.irisRadius
    this.cornea = 1 - smoothStep(radius - 0.5, radius + 1.2, d)
    const iris = 1 - smoothStep(radius - 0.35, radius + 0.45, d)
    if (iris > 0) {
      const angle = Math.atan2(dy, dx * eye.side)
      const rays = this.noise(angle * 5.2 + 20, d * 0.6, 3) * 0.34
      const ring = smoothStep(radius * 0.68, radius, d)
      const collar = 1 + 0.5 * (1 - smoothStep(eyes.pupilRadius, eyes.pupilRadius + 1.6, d))
      const k = (1 + rays) * collar * (1 - 0.68 * ring)
      r += (eyes.iris[0] * k - r) * iris
      g += (eyes.iris[1] * k - g) * iris
      b += (eyes.iris[2] * k - b) * iris
      const pupil = 1 - smoothStep(eyes.pupilRadius - 0.25, eyes.pupilRadius + 0.35, d)
      r += (0.004 - r) * pupil
      g += (0.004 - g) * pupil
      b += (0.004 - b) * pupil
    }
    // The upper lid and its lashes shade the ball; the lower one a little.
    const shade = (0.2 + 0.8 * smoothStep(-0.6, 6, below)) * (0.6 + 0.4 * smoothStep(-0.3, 2.5, above))
    const lash = 1 - (0.5 + 0.45 * eyes.lashes) * (1 - smoothStep(0.2, 2, below))
    this.r = r * shade * lash
    this.g = g * shade * lash
    this.b = b * shade * lash
  }
}
