import type { HeadModel } from '../anatomy/head-model.js'
import { bump, smoothStep } from '../field/shapes.js'
import type { Traits } from '../person/traits.js'
import { createValueNoise, type Noise3 } from '../random/value-noise.js'
import type { EyeSocket } from './eye-socket.js'
import type { SceneField } from './scene-field.js'

/** Colour of the skin at a point: the answer is in `r`, `g`, `b` (linear), with gloss and the share of lip. */
export class SkinColor {
  r = 0
  g = 0
  b = 0
  gloss = 0
  lip = 0
  private readonly noise: Noise3
  private readonly fine: Noise3
  private readonly shift = new Float64Array(3)

  private readonly traits: Traits
  private readonly head: HeadModel
  private readonly field: SceneField

  constructor(traits: Traits, head: HeadModel, field: SceneField) {
    this.traits = traits
    this.head = head
    this.field = field
    this.noise = createValueNoise(traits.noiseSeed + 11)
    this.fine = createValueNoise(traits.noiseSeed + 12)
  }

  at(x0: number, y0: number, z0: number): void {
    const { skin, hair, build } = this.traits
    const a = this.head.anchors
    const motion = this.field.motion
    motion.toRest(x0, y0, z0)
    const gap = motion.gap > 0
    const shift = this.shift
    this.head.warp(motion.x, motion.y, motion.z, shift)
    const x = motion.x + shift[0]!
    const y = motion.y + shift[1]!
    const z = motion.z + shift[2]!
    const ax = x < 0 ? -x : x
    let r = skin.base[0]
    let g = skin.base[1]
    let b = skin.base[2]
    const n1 = this.noise(x * 0.055, y * 0.055, z * 0.055)
    const n2 = this.noise(x * 0.16, y * 0.16, z * 0.16)
    const n3 = this.fine(x * 0.55, y * 0.55, z * 0.55)
    const mottle = skin.mottling * (0.5 * n1 + 0.35 * n2)
    r *= 1 + 0.035 * mottle + 0.015 * n3
    g *= 1 + 0.1 * mottle + 0.025 * n3
    b *= 1 + 0.12 * mottle + 0.025 * n3
    this.gloss = skin.shine
    this.lip = 0
    if (z > -70 && y < 70) {
      // Blood: cheeks, nose, chin.
      const cheek = skin.blush * bump(((ax - 43) / 26) ** 2 + ((y + 32) / 24) ** 2)
      const nose = skin.noseRedness * bump((x / 19) ** 2 + ((y - a.noseTipY) / 17) ** 2)
      const red = 0.3 * cheek + 0.24 * nose
      g *= 1 - red * 0.75
      b *= 1 - red * 0.62
      r *= 1 - red * 0.08
      // Shadows of the orbit.
      const ex = ax - a.eyeX
      const circle =
        skin.darkCircles * 0.3 * bump(((ex + 2) / 19) ** 2 + ((y + 12) / 8.5) ** 2) +
        0.22 * bump(((ex + 3) / 24) ** 2 + ((y - 1) / 15) ** 2) +
        0.14 * bump(((ex + 12) / 9) ** 2 + ((y - 2) / 13) ** 2)
      r *= 1 - circle * 0.75
      g *= 1 - circle
      b *= 1 - circle * 0.8
      // The T zone shines.
      this.gloss *=
        0.75 +
        0.9 * bump((x / 15) ** 2 + ((y + 15) / 40) ** 2) +
        0.5 * bump((x / 40) ** 2 + ((y - 45) / 22) ** 2)
      if (skin.freckles > 0) {
        const spot = smoothStep(0.35, 0.7, this.fine(x * 0.38 + 9, y * 0.38, z * 0.38 + 5))
        const where = bump((x / 66) ** 2 + ((y + 22) / 55) ** 2)
        const k = 1 - skin.freckles * 0.42 * spot * where
        r *= 0.35 + 0.65 * k
        g *= k
        b *= k * k
      }
      for (let i = 0; i < skin.moles.length; i += 1) {
        const mole = skin.moles[i]!
        const dx = x - mole.x
        const dy = y - mole.y
        const d2 = (dx * dx + dy * dy) / (mole.radius * mole.radius)
        if (d2 < 1.6 && z > -30) {
          const k = mole.darkness * (1 - smoothStep(0.5, 1.6, d2))
          r *= 1 - k * 0.85
          g *= 1 - k
          b *= 1 - k
        }
      }
      this.r = r
      this.g = g
      this.b = b
      if (z > -8) this.lips(x, ax, y, gap)
      if (y > -5 && y < 45 && z > -30) this.brows(x, ax, y)
      const beard = hair.beard === 'none' ? 0 : this.head.beard(x, y, z)
      if (beard > 0.01) this.hairOnSkin(beard * hair.beardDensity, x, y, z)
      else if (build.masculinity > 0.2 && hair.beard === 'none') {
        // A shaven chin keeps a shade.
        const k = 0.1 * bump((x / 58) ** 2 + ((y - a.mouthY + 20) / 42) ** 2) * (1 - this.lip)
        this.r *= 1 - k
        this.g *= 1 - k * 0.85
        this.b *= 1 - k * 0.7
      }
      if (y0 > -22 && y0 < 24 && z0 > -12 && ax < 60)
        this.lidPaint(x0, y0, z0, x0 < 0 ? this.field.rightEye : this.field.leftEye)
      return
    }
    this.r = r
    this.g = g
    this.b = b
  }

  private blend(r: number, g: number, b: number, t: number): void {
    this.r += (r - this.r) * t
    this.g += (g - this.g) * t
    this.b += (b - this.b) * t
  }

  private lips(x: number, ax: number, y: number, gap: boolean): void {
    const a = this.head.anchors
    const t = ax / a.mouthHalfWidth
    if (t > 1.12) return
    const mouth = this.head.mouth
    const seam = mouth.seamY(x)
    const top = mouth.upperEdgeY(x)
    const bottom = mouth.lowerEdgeY(x)
    if (y > top + 2 || y < bottom - 2) return
    const soft = 0.9
    const inside =
      smoothStep(bottom - soft, bottom + soft, y) *
      (1 - smoothStep(top - soft * 0.7, top + soft * 0.7, y)) *
      (1 - smoothStep(0.93, 1.04, t))
    const lips = this.traits.skin.lips
    const lines = 1 + 0.1 * this.fine(x * 1.1, y * 0.16, 2)
    const upper = y > seam ? 0.88 : 1.03
    this.blend(lips[0] * lines * upper, lips[1] * lines * upper, lips[2] * lines * upper, inside)
    this.lip = inside
    this.gloss = this.gloss * (1 - inside) + inside * (0.9 + this.traits.skin.shine * 0.5)
    const line = gap
      ? 0.55
      : 0.62 * (1 - smoothStep(0.25, 1.25, Math.abs(y - seam))) * (1 - smoothStep(0.96, 1.1, t))
    this.r *= 1 - line * 0.85
    this.g *= 1 - line
    this.b *= 1 - line
  }

  private brows(x: number, ax: number, y: number): void {
    const brows = this.traits.hair.brows
    const s = (ax - brows.innerGap) / brows.length
    if (s < -0.06 || s > 1.04) return
    const middle = brows.height + brows.tilt * (ax - 30) + brows.arch * (bump(((s - 0.62) / 0.6) ** 2) - 0.45)
    const half =
      brows.thickness * (0.55 + 0.75 * smoothStep(-0.06, 0.25, s) - 0.9 * smoothStep(0.45, 1.05, s)) + 0.35
    const off = (y - middle) / half
    if (off > 1.5 || off < -1.5) return
    const hairs = this.fine(ax * 0.95 - y * 0.35 * (1 - s), y * 0.8 + ax * 0.45 * s, x < 0 ? 3 : 8)
    const cover = bump((off * off) / 2.25) * smoothStep(-0.06, 0.12, s) * (1 - smoothStep(0.86, 1.04, s))
    const t = Math.min(1, Math.max(0, brows.density * cover * (1.15 + 0.42 * hairs)))
    this.blend(brows.color[0], brows.color[1], brows.color[2], t)
    this.gloss *= 1 - 0.8 * t
  }

  private hairOnSkin(amount: number, x: number, y: number, z: number): void {
    const { beard, beardColor } = this.traits.hair
    const strands = this.fine(x * 1.15, y * 0.5, z * 1.15)
    const cover =
      beard === 'stubble'
        ? amount * (0.42 + 0.28 * strands)
        : Math.min(1, amount * 1.25) * (0.88 + 0.25 * strands)
    const shade = 1 + 0.45 * strands
    const t = Math.min(1, Math.max(0, cover))
    this.blend(beardColor[0] * shade, beardColor[1] * shade, beardColor[2] * shade, t)
    this.gloss *= 1 - 0.85 * t
  }

  private lidPaint(x: number, y: number, z: number, eye: EyeSocket): void {
    const d = eye.lids(x, y, z)
    if (d > 3.5) return
    const on = 1 - smoothStep(0.6, 3.5, d)
    const below = eye.upperMargin()
    const above = eye.lowerMargin()
    const across = Math.abs(eye.u) / (eye.halfWidth + 2)
    if (across > 1.12) return
    const { skin, eyes } = this.traits
    // Thin skin is a little redder and darker; then shadow, then the dark line of the lashes.
    this.r *= 1 - 0.05 * on
    this.g *= 1 - 0.12 * on
    this.b *= 1 - 0.08 * on
    const isUpper = below < 1.5 && eye.v > -14 && Math.abs(below) < Math.abs(above)
    if (isUpper && skin.eyeshadow > 0) {
      const k = skin.eyeshadow * 0.5 * on * (1 - smoothStep(-7, -1, below) * 0)
      this.r *= 1 - k * 0.8
      this.g *= 1 - k
      this.b *= 1 - k * 0.7
    }
    const fade = 1 - smoothStep(0.85, 1.1, across)
    const upperLash = (1 - smoothStep(0.6, 2, Math.abs(below))) * (0.6 + 0.4 * eyes.lashes)
    const lowerLash = (1 - smoothStep(0.3, 1.1, Math.abs(above))) * (0.25 + 0.35 * eyes.lashes)
    const lash = Math.max(upperLash, lowerLash) * fade * on
    this.blend(0.015, 0.011, 0.009, lash * 0.9)
    this.gloss *= 1 - 0.7 * lash
  }
}
