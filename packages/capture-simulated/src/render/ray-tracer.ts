import type { Camera } from '../scene/scene.js'
import { PIVOT } from './head-frame.js'
import type { MaterialId } from './material.js'
import type { SceneField } from './scene-field.js'
import type { Shader } from './shader.js'

/** Share of the distance that a step takes: the field is not everywhere exact. */
const STEP = 0.93
/** Millimetres: near enough, and where finding the root replaces marching. */
const HIT = 0.06
const POLISH = 1.6
/** How far beyond its sphere a step goes on a ray that passes a surface at a low angle. */
const RELAXATION = 1.6
/** How far before and behind the head's joint anything of a person can be, millimetres. */
const REACH = 330

/** Focal length in pixels. */
export function focalLength(camera: Camera): number {
  return camera.width / 2 / Math.tan((camera.horizontalFieldOfViewDegrees * Math.PI) / 360)
}

/**
 * Rays of a camera against a person, in head space. A ray is point = origin + t direction with the direction's part
 * along the optical axis 1, so that t is depth in millimetres.
 */
export class RayTracer {
  readonly near: number
  readonly far: number
  private readonly field: SceneField
  private readonly shader: Shader
  private readonly focal: number
  private readonly principalX: number
  private readonly principalY: number
  private readonly m: Float64Array
  private readonly ox: number
  private readonly oy: number
  private readonly oz: number
  private dx = 0.5
  private dy = 0.5
  private dz = 0.5
  private stretch = 1.5

  constructor(field: SceneField, shader: Shader, camera: Camera) {
    this.field = field
    this.shader = shader
    this.focal = focalLength(camera)
    this.principalX = camera.principalX
    this.principalY = camera.principalY
    const { rotation: m, pivotX, pivotY, pivotZ } = field.frame
    this.m = m
    this.ox = PIVOT[0] - (m[0]! * pivotX + m[3]! * pivotY + m[6]! * pivotZ)
    this.oy = PIVOT[1] - (m[1]! * pivotX + m[4]! * pivotY + m[7]! * pivotZ)
    this.oz = PIVOT[2] - (m[2]! * pivotX + m[5]! * pivotY + m[8]! * pivotZ)
    this.near = Math.max(20, pivotZ - REACH)
    this.far = pivotZ + REACH
  }

  /** Chooses the ray through a point of the picture. */
  aim(px: number, py: number): void {
    const m = this.m
    const a = (px - this.principalX) / this.focal
    const b = (py - this.principalY) / this.focal
    this.dx = m[0]! * a + m[3]! * b + m[6]!
    this.dy = m[1]! * a + m[4]! * b + m[7]!
    this.dz = m[2]! * a + m[5]! * b + m[8]!
    this.stretch = Math.sqrt(a * a + b * b + 1)
  }

  private at(t: number): number {
    return this.field.distance(this.ox + this.dx * t, this.oy + this.dy * t, this.oz + this.dz * t)
  }

  /**
   * Marches a cone of rays, `halfPixels` about the aimed one, as far as none of them can have met anything.
   * @returns the depth to start each of them at, or -1 when all of them pass by
   */
  marchCone(halfPixels: number): number {
    const spread = halfPixels / this.focal
    let t = this.near
    for (let i = 0; i < 64; i += 1) {
      const room = this.at(t) - t * spread
      if (room < 1) break
      t += (room * STEP) / (this.stretch + spread)
      if (t > this.far) return -1
    }
    return t - 1
  }

  /**
   * Depth where the aimed ray meets the person, or -1: sphere tracing (Hart, 1996), over-relaxed while the spheres
   * overlap (Keinert et al., 2014), ending in secants.
   */
  march(start: number): number {
    const scale = STEP / this.stretch
    let t = start
    let before = start - 1
    let last = 0
    let relaxed = false
    for (let i = 0; i < 72; i += 1) {
      const d = this.at(t)
      if (relaxed && d + last < (t - before) * this.stretch) {
        // The spheres do not touch: something may lie between. Go back and walk.
        t = before + last * scale
        relaxed = false
        continue
      }
      if (d < HIT && d > -HIT) return t + d / this.stretch
      let step = d * scale
      relaxed = false
      if (d < POLISH && last > d) {
        // Near the surface the slope along the ray is known: go where it says the surface is.
        const slope = (last - d) / (t - before)
        if (slope > 0.15) step = Math.min(d / slope, 4 * d + 0.1)
      } else if (d > 5 && last - d < 0.45 * (t - before)) {
        step *= RELAXATION
        relaxed = true
      }
      before = t
      last = d
      t += step
      if (t > this.far) return -1
    }
    return t
  }

  /** Colours the aimed ray's hit; see the shader for the answer and for `keep`. */
  paint(t: number, keepOf = -1): MaterialId {
    const x = this.ox + this.dx * t
    const y = this.oy + this.dy * t
    const z = this.oz + this.dz * t
    const id = this.field.materialAt(x, y, z)
    const back = -1 / this.stretch
    this.shader.shade(id, x, y, z, this.dx * back, this.dy * back, this.dz * back, keepOf === id)
    return id
  }
}
