import type { HeadModel } from '../anatomy/head-model.js'
import { smoothStep } from '../field/shapes.js'
import type { Traits } from '../person/traits.js'
import { createValueNoise, type Noise3 } from '../random/value-noise.js'
import type { Scene } from '../scene/scene.js'
import { EyeColor } from './eye-color.js'
import { HairColor } from './hair-color.js'
import { createLightRig, type LightRig } from './light-rig.js'
import { MATERIAL, type MaterialId } from './material.js'
import { lambert, specular } from './reflection.js'
import type { SceneField } from './scene-field.js'
import { SkinColor } from './skin-color.js'

/** Light that leaves a point of the person towards the camera; the answer is in `r`, `g`, `b` (linear). */
export class Shader {
  r = 0
  g = 0
  b = 0
  private readonly rig: LightRig
  private readonly skin: SkinColor
  private readonly hair: HairColor
  private readonly eye: EyeColor
  private readonly cloth: Noise3
  private nx = 0
  private ny = 0
  private nz = 1

  private readonly traits: Traits
  private readonly field: SceneField

  constructor(traits: Traits, head: HeadModel, field: SceneField, scene: Scene) {
    this.traits = traits
    this.field = field
    this.rig = createLightRig(scene.light, field.frame)
    this.skin = new SkinColor(traits, head, field)
    const p = traits.proportions
    this.hair = new HairColor(traits, head.hairline, p.vertexHeight, p.foreheadFront - p.headLength * 0.52)
    this.eye = new EyeColor(traits)
    this.cloth = createValueNoise(traits.noiseSeed + 51)
  }

  /** Gradient of one part by four samples at a tetrahedron's corners. */
  private normal(id: MaterialId, x: number, y: number, z: number, h: number): void {
    const f = this.field
    const a = f.partDistance(id, x + h, y - h, z - h)
    const b = f.partDistance(id, x - h, y - h, z + h)
    const c = f.partDistance(id, x - h, y + h, z - h)
    const d = f.partDistance(id, x + h, y + h, z + h)
    const nx = a - b - c + d
    const ny = -a - b + c + d
    const nz = -a + b - c + d
    const inverse = 1 / (Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9)
    this.nx = nx * inverse
    this.ny = ny * inverse
    this.nz = nz * inverse
  }

  private occlusion(x: number, y: number, z: number, bias: number): number {
    const f = this.field
    let dark = 0
    for (let i = 0; i < 3; i += 1) {
      const h = i === 0 ? 3.5 : i === 1 ? 11 : 30
      const d =
        i === 0
          ? f.skin(x + this.nx * h, y + this.ny * h, z + this.nz * h)
          : f.rough(x + this.nx * h, y + this.ny * h, z + this.nz * h) + bias
      const near = (h - d) / h
      if (near > 0) dark += near * (i === 0 ? 0.28 : i === 1 ? 0.36 : 0.4)
    }
    return dark > 0.9 ? 0.1 : 1 - dark
  }

  /** Share of the key light that arrives, soft-edged. */
  private shadow(x: number, y: number, z: number, bias: number): number {
    const { key } = this.rig
    const f = this.field
    let t = 5
    let open = 1
    for (let i = 0; i < 9; i += 1) {
      const d = f.rough(x + key.x * t, y + key.y * t, z + key.z * t) + bias
      const ratio = 0.5 + (6.5 * d) / t
      if (ratio < open) open = ratio
      if (open <= 0.02) return 0
      t += d < 4 ? 4 : d > 34 ? 34 : d
      if (t > 150 || d > 26) break
    }
    return open >= 1 ? 1 : open * open * (3 - 2 * open)
  }

  /** Occlusion and shadow of the last point. */
  ambient = 1
  lit = 1

  /**
   * @param vx unit vector from the point to the camera, head space
   * @param keep take occlusion and shadow as they stand in `ambient` and `lit`
   */
  shade(
    id: MaterialId,
    x: number,
    y: number,
    z: number,
    vx: number,
    vy: number,
    vz: number,
    keep = false,
  ): void {
    const { key, fill, sky, ground, up } = this.rig
    this.normal(
      id,
      x,
      y,
      z,
      id === MATERIAL.hair ? 2.6 : id === MATERIAL.clothes ? 2.2 : id === MATERIAL.eye ? 0.5 : 0.75,
    )
    let { nx, ny, nz } = this
    let r: number
    let g: number
    let b: number
    let gloss = 0.3
    let bleed = 0
    let power = 22
    if (id === MATERIAL.skin) {
      this.skin.at(x, y, z)
      r = this.skin.r
      g = this.skin.g
      b = this.skin.b
      gloss = this.skin.gloss
      bleed = 1
      power = this.skin.lip > 0.5 ? 40 : 20
    } else if (id === MATERIAL.hair) {
      this.hair.at(x, y, z, nx, ny, nz)
      r = this.hair.r
      g = this.hair.g
      b = this.hair.b
      const cover = this.hair.cover
      if (cover < 1) {
        const base = this.traits.skin.base
        r += (base[0] * 0.72 - r) * (1 - cover)
        g += (base[1] * 0.68 - g) * (1 - cover)
        b += (base[2] * 0.66 - b) * (1 - cover)
      }
    } else if (id === MATERIAL.eye) {
      const eye = x < 0 ? this.field.rightEye : this.field.leftEye
      this.eye.at(x, y, z, eye)
      r = this.eye.r
      g = this.eye.g
      b = this.eye.b
      if (this.eye.cornea > 0) {
        const k = this.eye.cornea * 0.055
        nx += (x - eye.centreX - eye.gazeX * 12) * k
        ny += (y - eye.gazeY * 12) * k
        nz += (z - eye.centreZ - eye.gazeZ * 12) * k
        const inverse = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz)
        nx *= inverse
        ny *= inverse
        nz *= inverse
      }
      gloss = 0
    } else if (id === MATERIAL.glasses) {
      const c = this.traits.glasses?.color ?? [0, 0, 0]
      r = c[0]
      g = c[1]
      b = c[2]
      gloss = 1.6
      power = 60
    } else if (id === MATERIAL.teeth) {
      r = 0.5
      g = 0.46
      b = 0.38
      gloss = 0.8
    } else if (id === MATERIAL.mouth) {
      r = 0.1
      g = 0.025
      b = 0.025
    } else {
      const clothes = this.traits.clothes
      const weave =
        1 + 0.12 * this.cloth(x * 0.09, y * 0.09, z * 0.09) + 0.05 * this.cloth(x * 0.5, y * 0.5, z * 0.5)
      const striped = clothes.pattern === 'stripes' && y / 21 - Math.floor(y / 21) > 0.55
      const c = striped ? clothes.accent : clothes.color
      r = c[0] * weave
      g = c[1] * weave
      b = c[2] * weave
      gloss = 0.05
    }
    const kl = nx * key.x + ny * key.y + nz * key.z
    const fl = nx * fill.x + ny * fill.y + nz * fill.z
    if (!keep) {
      // The rough field knows the face at rest, coarsely: what it says here, where it should say 0, is its error.
      const bias = Math.max(0, -this.field.rough(x, y, z))
      this.ambient = this.occlusion(x, y, z, bias)
      this.lit = kl > -0.35 ? this.shadow(x + nx * 0.6, y + ny * 0.6, z + nz * 0.6, bias) : 0
    }
    const ao = this.ambient
    const open = this.lit
    // Light that enters skin comes out beside where it went in, red the farthest: soft, warm edges of shadow.
    const wr = 0.34 * bleed
    const wg = 0.17 * bleed
    const wb = 0.11 * bleed
    const soft = open * (1 - open) * bleed
    const kr = lambert(kl, wr) * (open + 0.5 * soft)
    const kg = lambert(kl, wg) * (open + 0.12 * soft)
    const kb = lambert(kl, wb) * open
    const upness = 0.5 + 0.5 * (nx * up[0] + ny * up[1] + nz * up[2])
    const aoRed = bleed > 0 ? ao + 0.3 * ao * (1 - ao) : ao
    let lr =
      kr * key.color[0] +
      lambert(fl, wr) * fill.color[0] * ao +
      (ground[0] + (sky[0] - ground[0]) * upness) * aoRed
    let lg =
      kg * key.color[1] +
      lambert(fl, wg) * fill.color[1] * ao +
      (ground[1] + (sky[1] - ground[1]) * upness) * ao
    let lb =
      kb * key.color[2] +
      lambert(fl, wb) * fill.color[2] * ao +
      (ground[2] + (sky[2] - ground[2]) * upness) * ao
    if (id === MATERIAL.mouth || id === MATERIAL.teeth) {
      const depth = smoothStep(-26, -4, z - this.field.head.anchors.lipsZ)
      lr *= depth
      lg *= depth
      lb *= depth
    }
    let sr = 0
    let sg = 0
    let sb = 0
    if (id === MATERIAL.hair) {
      // A highlight across the strands (Kajiya and Kay, 1989).
      const h = this.hair
      const hx = key.x + vx
      const hy = key.y + vy
      const hz = key.z + vz
      const length = Math.sqrt(hx * hx + hy * hy + hz * hz) + 1e-6
      const th = (h.tx * hx + h.ty * hy + h.tz * hz) / length + h.shift
      const sine = Math.sqrt(Math.max(0, 1 - th * th))
      const s = sine ** 36 * 0.16 * open * Math.max(0, kl + 0.25) * ao
      sr = s * (0.35 + r * 1.6)
      sg = s * (0.33 + g * 1.6)
      sb = s * (0.3 + b * 1.6)
    } else if (id === MATERIAL.eye) {
      this.highlights(nx, ny, nz, vx, vy, vz, open)
      sr = this.sr
      sg = this.sg
      sb = this.sb
    } else {
      const s = specular(nx, ny, nz, key.x, key.y, key.z, vx, vy, vz, power) * open * gloss
      const f = specular(nx, ny, nz, fill.x, fill.y, fill.z, vx, vy, vz, power) * gloss * ao
      const nv = Math.max(0, nx * vx + ny * vy + nz * vz)
      const edge = (1 - nv) ** 4 * 0.06 * ao * gloss
      sr = s * key.color[0] + f * fill.color[0] + edge * sky[0]
      sg = s * key.color[1] + f * fill.color[1] + edge * sky[1]
      sb = s * key.color[2] + f * fill.color[2] + edge * sky[2]
    }
    this.r = r * lr + sr
    this.g = g * lg + sg
    this.b = b * lb + sb
  }

  private sr = 0
  private sg = 0
  private sb = 0

  /** Images of the lamps on the wet eye. */
  private highlights(
    nx: number,
    ny: number,
    nz: number,
    vx: number,
    vy: number,
    vz: number,
    open: number,
  ): void {
    const { key, fill, sky, up } = this.rig
    const nv = 2 * (nx * vx + ny * vy + nz * vz)
    const rx = nv * nx - vx
    const ry = nv * ny - vy
    const rz = nv * nz - vz
    const k = smoothStep(0.955, 0.985, rx * key.x + ry * key.y + rz * key.z) * (0.3 + 0.7 * open) * 0.5
    const f = smoothStep(0.93, 0.98, rx * fill.x + ry * fill.y + rz * fill.z) * 0.16
    const s = 0.035 * (0.5 + 0.5 * (rx * up[0] + ry * up[1] + rz * up[2]))
    this.sr = k * key.color[0] + f * fill.color[0] + s * sky[0]
    this.sg = k * key.color[1] + f * fill.color[1] + s * sky[1]
    this.sb = k * key.color[2] + f * fill.color[2] + s * sky[2]
  }
}
