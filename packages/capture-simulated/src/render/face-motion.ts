import type { HeadModel } from '../anatomy/head-model.js'
import { bump, smoothStep } from '../field/shapes.js'
import type { Expression } from '../scene/scene.js'

/** Millimetres over which opening the jaw fades out above and below the line of the lips. */
const ABOVE = 24
const BELOW = 30
/** How far the corners follow the jaw, and how far the upper lip rises, as shares of the opening. */
const CORNER = 0.42
const LIFT = 0.1

/**
 * Expression as a motion of the skin. The head is stored at rest, so a point of the moved face is taken back
 * to where it was (`toRest`); landmarks go the other way (`toMoved`).
 */
export class FaceMotion {
  /** Result of the last call: the point, and whether it lies in the gap between the lips. */
  x = 0
  y = 0
  z = 0
  /** In the gap: how far the nearer lip is above or below; 0 elsewhere. */
  gap = 0
  readonly opening: number
  readonly still: boolean
  private readonly smile: number
  private readonly brow: number
  private readonly cornerX: number
  private readonly cornerY: number
  private readonly half: number

  private readonly head: HeadModel

  constructor(head: HeadModel, expression: Expression) {
    this.head = head
    this.smile = expression.smile
    this.brow = expression.browRaise * 5.5
    this.opening = expression.mouthOpen * 24
    this.still = expression.smile === 0 && expression.browRaise === 0 && expression.mouthOpen === 0
    this.half = head.anchors.mouthHalfWidth
    this.cornerX = this.half + 3 * this.smile
    this.cornerY = head.anchors.mouthY + 2.5 * this.smile
  }

  /** How far the jaw is open at this depth of the head; nothing moves behind the jaw's joint. */
  jaw(z: number): number {
    return this.opening === 0 ? 0 : this.opening * smoothStep(-75, -15, z)
  }

  toRest(x: number, y: number, z: number): void {
    this.gap = 0
    this.x = x
    this.y = y
    this.z = z
    if (this.still || z < -75) return
    const ax = x < 0 ? -x : x
    let qx = x
    let qy = y
    let qz = z
    if (this.brow !== 0 && y > -5 && y < 60) {
      const dx = (ax - 30) / 34
      const dy = (y - 21) / 25
      qy -= this.brow * bump(dx * dx + dy * dy)
    }
    if (this.smile !== 0) {
      const dx = (ax - this.cornerX) / 26
      const dy = (y - this.cornerY) / 27
      const w = this.smile * bump(dx * dx + dy * dy) * smoothStep(-40, 0, z)
      qx -= (x < 0 ? -1 : 1) * 5.5 * w
      qy -= 4.6 * w
      qz += 3.2 * w
    }
    if (this.opening !== 0) {
      const jaw = this.jaw(z)
      const t = Math.min(1, Math.abs(qx) / this.half)
      const t2 = t * t
      const seam = this.head.mouth.seamY(qx)
      const upper = jaw * (LIFT * (1 - t2) - CORNER * t2)
      const lower = jaw * (-(1 - t2) - CORNER * t2)
      const above = seam + ABOVE
      const top = seam + upper
      const bottom = seam + lower
      const below = seam - BELOW - jaw
      if (qy < below) qy += jaw
      else if (qy < bottom) {
        const tau = (bottom - qy) / (bottom - below)
        const slope = 2 - (bottom - below) / BELOW
        qy = seam - BELOW * tau * (slope + (1 - slope) * tau)
      } else if (qy < top) {
        this.gap = Math.min(top - qy, qy - bottom)
        qy = seam
      } else if (qy < above) {
        const tau = (qy - top) / (above - top)
        const slope = 2 - (above - top) / ABOVE
        qy = seam + ABOVE * tau * (slope + (1 - slope) * tau)
      }
    }
    this.x = qx
    this.y = qy
    this.z = qz
  }

  /** Where a point of the resting skin has moved to; the answer is in x, y, z. */
  toMoved(x: number, y: number, z: number, side: 'upper' | 'lower' = 'upper'): void {
    let px = x
    let py = y
    let pz = z
    if (this.opening !== 0) py = this.openedY(x, y, z, side)
    // The other motions are small and smooth: a few rounds of fixed point find the inverse.
    const aimX = px
    const aimY = py
    const aimZ = pz
    const opening = this.opening
    for (let i = 0; i < 6; i += 1) {
      this.smallMotions(px, py, pz)
      px += aimX - this.x
      py += aimY - this.y
      pz += aimZ - this.z
    }
    this.x = px
    this.y = py
    this.z = pz
    this.gap = opening === 0 ? 0 : this.gap
  }

  /** The height a resting point has with the jaw open: the inverse of what `toRest` does with it. */
  private openedY(x: number, y: number, z: number, side: 'upper' | 'lower'): number {
    const jaw = this.jaw(z)
    const t = Math.min(1, Math.abs(x) / this.half)
    const seam = this.head.mouth.seamY(x)
    const below = y < seam - 0.01 || (side === 'lower' && y < seam + 0.01)
    const reach = below ? BELOW : ABOVE
    const away = (below ? seam - y : y - seam) / reach
    if (away >= 1) return below ? y - jaw : y
    const edge = below ? jaw * (-(1 - t * t) - CORNER * t * t) : jaw * (LIFT * (1 - t * t) - CORNER * t * t)
    const span = below ? seam + edge - (seam - BELOW - jaw) : seam + ABOVE - (seam + edge)
    const slope = 2 - span / reach
    // away = slope tau + (1 - slope) tau^2
    const bend = 1 - slope
    const root = Math.sqrt(Math.max(0, slope * slope + 4 * bend * Math.max(0, away)))
    const tau = Math.abs(bend) < 1e-9 ? away : (root - slope) / (2 * bend)
    return below ? seam + edge - tau * span : seam + edge + tau * span
  }

  private smallMotions(x: number, y: number, z: number): void {
    const ax = x < 0 ? -x : x
    this.x = x
    this.y = y
    this.z = z
    if (this.brow !== 0) {
      const dx = (ax - 30) / 34
      const dy = (y - 21) / 25
      this.y -= this.brow * bump(dx * dx + dy * dy)
    }
    if (this.smile !== 0) {
      const dx = (ax - this.cornerX) / 26
      const dy = (y - this.cornerY) / 27
      const w = this.smile * bump(dx * dx + dy * dy) * smoothStep(-40, 0, z)
      this.x -= (x < 0 ? -1 : 1) * 5.5 * w
      this.y -= 4.6 * w
      this.z += 3.2 * w
    }
  }
}
