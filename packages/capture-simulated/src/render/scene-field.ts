import type { HeadModel } from '../anatomy/head-model.js'
import type { FieldGrid } from '../field/field-grid.js'
import type { NearMask } from '../field/near-mask.js'
import { smoothUnion } from '../field/shapes.js'
import type { Traits } from '../person/traits.js'
import type { Scene } from '../scene/scene.js'
import { EyeSocket } from './eye-socket.js'
import { FaceMotion } from './face-motion.js'
import { createGlassesField } from './glasses-field.js'
import { createHeadFrame, type HeadFrame, PIVOT } from './head-frame.js'
import { MATERIAL, type MaterialId } from './material.js'

/** Below this height of body space there may be clothes; below `NECK` the neck. */
const NECK = 0
const CLOTHES = -70
/** Beyond this distance the coarse grids alone steer the march; what they may be wrong by. */
const FAR = 8
const COARSE_ERROR = 4
/** How far spectacles stand off the face. */
const SPECTACLES = 22
/** How far eyes and lids stand out of the carved sockets at most. */
const EYE_ROOM = 20

/** The distance field of a person in one scene, in head space (millimetres). Not re-entrant. */
export class SceneField {
  readonly frame: HeadFrame
  readonly motion: FaceMotion
  readonly rightEye: EyeSocket
  readonly leftEye: EyeSocket
  private readonly glasses: ((ax: number, y: number, z: number) => number) | undefined
  /** Head space to body space: the head's rotation without the camera's flip. */
  private readonly r: Float64Array
  private readonly headGrid: FieldGrid
  private readonly faceGrid: FieldGrid
  private readonly rightEar: FieldGrid
  private readonly leftEar: FieldGrid
  private readonly hairGrid: FieldGrid | undefined
  private readonly coarseGrid: FieldGrid
  private readonly nearHair: NearMask | undefined
  private readonly bodyGrid: FieldGrid
  private readonly margin: number
  private readonly far: number
  private readonly bodySkinGrid: FieldGrid
  private readonly clothGrid: FieldGrid
  private readonly earInner: number
  private readonly stillFace: boolean
  private readonly plain: boolean
  private bx = 0.5
  private by = 0.5
  private bz = 0.5

  readonly traits: Traits
  readonly head: HeadModel

  constructor(traits: Traits, head: HeadModel, scene: Scene) {
    this.traits = traits
    this.head = head
    this.frame = createHeadFrame(scene)
    const c = this.frame.rotation
    this.r = Float64Array.of(c[0]!, c[1]!, c[2]!, -c[3]!, -c[4]!, -c[5]!, -c[6]!, -c[7]!, -c[8]!)
    this.motion = new FaceMotion(head, scene.expression)
    this.stillFace = this.motion.still
    this.plain = this.stillFace && !traits.glasses
    this.rightEye = new EyeSocket(traits.proportions, -1, scene.gaze, scene.blink.right, scene.expression)
    this.leftEye = new EyeSocket(traits.proportions, 1, scene.gaze, scene.blink.left, scene.expression)
    this.glasses = traits.glasses ? createGlassesField(traits.glasses, head.anchors) : undefined
    this.headGrid = head.head
    this.faceGrid = head.face
    this.rightEar = head.rightEar
    this.leftEar = head.leftEar
    this.hairGrid = head.hair
    this.coarseGrid = head.coarse
    this.nearHair = head.nearHair
    this.bodyGrid = head.bodyCoarse
    // The coarse grid knows the face at rest without spectacles.
    this.margin =
      COARSE_ERROR + this.motion.opening + (this.stillFace ? 0 : 6) + (traits.glasses ? SPECTACLES : 0)
    this.far = this.margin + FAR - COARSE_ERROR
    this.bodySkinGrid = head.bodySkin
    this.clothGrid = head.cloth
    this.earInner = head.leftEar.bounds.minX + 1
  }

  private gridAt(x: number, y: number, z: number): FieldGrid {
    const face = this.faceGrid.bounds
    if (z > face.minZ && z < face.maxZ && y > face.minY && y < face.maxY && x > face.minX && x < face.maxX) {
      return this.faceGrid
    }
    const ear = this.rightEar.bounds
    if (z > ear.minZ && z < ear.maxZ && y > ear.minY && y < ear.maxY) {
      if (x > this.earInner) return this.leftEar
      if (x < -this.earInner) return this.rightEar
    }
    return this.headGrid
  }

  /** Skin with lids and neck. */
  skin(x: number, y: number, z: number): number {
    let d: number
    if (this.stillFace || z < -75) d = this.gridAt(x, y, z).bound(x, y, z)
    else {
      const motion = this.motion
      motion.toRest(x, y, z)
      d = this.gridAt(motion.x, motion.y, motion.z).bound(motion.x, motion.y, motion.z)
      if (motion.gap > 0 && motion.gap > d) d = motion.gap
    }
    if (z > -12 && z < 40 && y > -26 && y < 26 && d < EYE_ROOM) {
      const eye = x < 0 ? this.rightEye : this.leftEye
      const dx = x - eye.centreX
      if (dx < 26 && dx > -26) d = smoothUnion(d, eye.lids(x, y, z), 3)
    }
    if (y < NECK && (z < -12 || y < -125)) {
      this.toBody(x, y, z)
      const b = this.bodySkinGrid.bound(this.bx, this.by, this.bz)
      if (b < d + 15) d = smoothUnion(d, b, 15)
    }
    return d
  }

  private toBody(x: number, y: number, z: number): void {
    const r = this.r
    const dx = x - PIVOT[0]
    const dy = y - PIVOT[1]
    const dz = z - PIVOT[2]
    this.bx = PIVOT[0] + r[0]! * dx + r[1]! * dy + r[2]! * dz
    this.by = PIVOT[1] + r[3]! * dx + r[4]! * dy + r[5]! * dz
    this.bz = PIVOT[2] + r[6]! * dx + r[7]! * dy + r[8]! * dz
  }

  private eyes(x: number, y: number, z: number): number {
    if (z < -16 || z > 32 || y < -30 || y > 30) return 1000
    return x < 0 ? this.rightEye.ball(x, y, z) : this.leftEye.ball(x, y, z)
  }

  private hair(x: number, y: number, z: number): number {
    return this.hairGrid ? this.hairGrid.bound(x, y, z) : 1000
  }

  private cloth(x: number, y: number, z: number): number {
    if (y > NECK) return 1000
    this.toBody(x, y, z)
    return this.by > CLOTHES ? this.by - CLOTHES + 20 : this.clothGrid.bound(this.bx, this.by, this.bz)
  }

  private spectacles(x: number, y: number, z: number): number {
    return this.glasses ? this.glasses(x < 0 ? -x : x, y, z) : 1000
  }

  /** Teeth and the back of the mouth, seen through the gap of the lips. */
  private mouthInside(x: number, y: number, z: number): number {
    const jaw = this.motion.opening
    const a = this.head.anchors
    if (jaw === 0 || z < 0 || y > a.mouthY + 12 || y < a.mouthY - 14 - jaw) return 1000
    const ax = x < 0 ? -x : x
    if (ax > a.mouthHalfWidth) return 1000
    const arch = this.archZ(ax)
    return Math.min(z - (arch - 28), this.teeth(ax, y, z, arch))
  }

  private archZ(ax: number): number {
    return this.head.anchors.lipsZ - this.head.mouth.archDrop(ax) * 1.2
  }

  private teeth(ax: number, y: number, z: number, arch: number): number {
    const a = this.head.anchors
    const jaw = this.motion.jaw(z)
    const front = Math.abs(z - arch + 10) - 2.2
    const upper = Math.max(front, Math.abs(y - a.mouthY - 4) - 7)
    const lower = Math.max(front + 1.5, Math.abs(y - a.mouthY + 8 + jaw) - 6)
    return Math.max(Math.min(upper, lower), ax - 24)
  }

  /** A quick distance to the whole person at rest, right to a few millimetres. */
  rough(x: number, y: number, z: number): number {
    const d = this.coarseGrid.bound(x, y, z)
    if (y > NECK || (z > 20 && y > -100)) return d
    this.toBody(x, y, z)
    const b = this.bodyGrid.bound(this.bx, this.by, this.bz)
    return b < d ? b : d
  }

  /** The whole person: exact near the surface, a safe bound elsewhere. */
  distance(x: number, y: number, z: number): number {
    const head = this.coarseGrid.bound(x, y, z)
    let body = 1000
    if (y < NECK && (z < 20 || y < -100)) {
      this.toBody(x, y, z)
      body = this.bodyGrid.bound(this.bx, this.by, this.bz)
    }
    const near = Math.min(head, body)
    // The coarse grid has empty sockets: eyes and lids stand out of them.
    const atEyes = z > -20 && z < 60 && y > -40 && y < 40
    const room = atEyes ? EYE_ROOM : 0
    if (near > this.far + room) return near - (this.margin + room)
    if (body <= this.far && head > this.far + EYE_ROOM) {
      const bare = this.bodySkinGrid.bound(this.bx, this.by, this.bz)
      const dressed = this.clothGrid.bound(this.bx, this.by, this.bz)
      return bare < dressed ? bare : dressed
    }
    let d = this.skin(x, y, z)
    if (this.nearHair?.at(x, y, z)) {
      const h = this.hair(x, y, z)
      if (h < d) d = h
    }
    if (body < this.far) {
      this.toBody(x, y, z)
      const c = this.clothGrid.bound(this.bx, this.by, this.bz)
      if (c < d) d = c
    }
    if (z > -16 && z < 32) {
      const e = this.eyes(x, y, z)
      if (e < d) d = e
    }
    if (this.plain) return d
    const g = this.spectacles(x, y, z)
    if (g < d) d = g
    const m = this.mouthInside(x, y, z)
    return m < d ? m : d
  }

  /** Which part a point on the surface belongs to. */
  materialAt(x: number, y: number, z: number): MaterialId {
    let best = this.skin(x, y, z)
    let id: MaterialId = MATERIAL.skin
    const e = this.eyes(x, y, z)
    if (e < best) {
      best = e
      id = MATERIAL.eye
    }
    const h = this.hair(x, y, z)
    if (h < best) {
      best = h
      id = MATERIAL.hair
    }
    const g = this.spectacles(x, y, z)
    if (g < best) {
      best = g
      id = MATERIAL.glasses
    }
    const m = this.mouthInside(x, y, z)
    if (m < best) {
      best = m
      const ax = Math.abs(x)
      const arch = this.archZ(ax)
      id = this.teeth(ax, y, z, arch) < z - (arch - 28) ? MATERIAL.teeth : MATERIAL.mouth
    }
    return y < NECK && this.cloth(x, y, z) < best ? MATERIAL.clothes : id
  }

  /** Distance to one part, for its surface normal. */
  partDistance(id: MaterialId, x: number, y: number, z: number): number {
    switch (id) {
      case MATERIAL.hair:
        return this.hair(x, y, z)
      case MATERIAL.clothes:
        return this.cloth(x, y, z)
      case MATERIAL.eye:
        return this.eyes(x, y, z)
      case MATERIAL.glasses:
        return this.spectacles(x, y, z)
      case MATERIAL.mouth:
      case MATERIAL.teeth:
        return this.mouthInside(x, y, z)
      default:
        return this.skin(x, y, z)
    }
  }
}
