import type { FivePoints, Point } from '@faceward/spec'
import type { HeadModel } from '../anatomy/head-model.js'
import type { EyeSocket } from '../render/eye-socket.js'
import { toCameraMetres } from '../render/head-frame.js'
import { focalLength } from '../render/ray-tracer.js'
import type { RenderedPixels } from '../render/render-pixels.js'
import type { Scene } from '../scene/scene.js'

export const LANDMARK_NAMES = [
  'rightEye',
  'leftEye',
  'rightEyeOuter',
  'rightEyeInner',
  'leftEyeInner',
  'leftEyeOuter',
  'rightUpperLid',
  'rightLowerLid',
  'leftUpperLid',
  'leftLowerLid',
  'noseRoot',
  'noseTip',
  'noseBase',
  'mouthRight',
  'mouthLeft',
  'upperLip',
  'lowerLip',
  'chin',
  'rightEar',
  'leftEar',
] as const
export type LandmarkName = (typeof LANDMARK_NAMES)[number]

/** A landmark of one frame. */
export interface Landmark extends Point {
  /** In the camera's frame: x right, y down, z forward. */
  readonly metres: { readonly x: number; readonly y: number; readonly z: number }
  /** Inside the picture, and nothing of the scene is more than a centimetre in front of it. */
  readonly visible: boolean
}

export type Landmarks = Readonly<Record<LandmarkName, Landmark>>

/** Room by which something may lie in front of a landmark before it counts as hidden, metres. */
const HIDDEN = 0.01

/** Where the resting skin lies under a place of the face seen from the front, head space. */
function onSkin(head: HeadModel, x: number, y: number): [number, number, number] {
  const shift = new Float64Array(3)
  let px = x
  let py = y
  let pz = 70
  for (let round = 0; round < 4; round += 1) {
    pz = 70
    for (let i = 0; i < 80; i += 1) {
      const d = head.face.sample(px, py, pz)
      if (d < 0.02) break
      pz -= d * 0.8
    }
    head.warp(px, py, pz, shift)
    px = x - shift[0]!
    py = y - shift[1]!
  }
  return [px, py, pz]
}

function eyeCentre(eye: EyeSocket): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0]
  for (let i = 0; i < 8; i += 1) {
    const along = -1 + (2 * (i + 0.5)) / 8
    for (const lid of ['upper', 'lower'] as const) {
      const point = eye.marginPoint(along, lid)
      for (let k = 0; k < 3; k += 1) sum[k]! += point[k]! / 16
    }
  }
  return sum
}

/** Projects the landmarks of a rendered head. */
export function projectLandmarks(head: HeadModel, pixels: RenderedPixels, scene: Scene): Landmarks {
  const { anchors: a, mouth } = head
  const { field } = pixels
  const { camera } = scene
  const focal = focalLength(camera)
  const place = (x: number, y: number, z: number): Landmark => {
    const metres = toCameraMetres(field.frame, x, y, z)
    const px = camera.principalX + (focal * metres.x) / metres.z
    const py = camera.principalY + (focal * metres.y) / metres.z
    const inside = px >= 0 && py >= 0 && px < pixels.width && py < pixels.height
    const seen = inside ? pixels.depth[Math.floor(py) * pixels.width + Math.floor(px)]! : 0
    return { x: px, y: py, metres, visible: inside && metres.z - seen < HIDDEN }
  }
  const moved = (x: number, y: number, side: 'upper' | 'lower' = 'upper'): Landmark => {
    const [sx, sy, sz] = onSkin(head, x, y)
    field.motion.toMoved(sx, sy, sz, side)
    return place(field.motion.x, field.motion.y, field.motion.z)
  }
  const right = field.rightEye
  const left = field.leftEye
  const half = a.mouthHalfWidth
  return {
    rightEye: place(...eyeCentre(right)),
    leftEye: place(...eyeCentre(left)),
    rightEyeOuter: place(...right.marginPoint(1, 'lower')),
    rightEyeInner: place(...right.marginPoint(-1, 'lower')),
    leftEyeInner: place(...left.marginPoint(-1, 'lower')),
    leftEyeOuter: place(...left.marginPoint(1, 'lower')),
    rightUpperLid: place(...right.marginPoint(0, 'upper')),
    rightLowerLid: place(...right.marginPoint(0, 'lower')),
    leftUpperLid: place(...left.marginPoint(0, 'upper')),
    leftLowerLid: place(...left.marginPoint(0, 'lower')),
    noseRoot: moved(0, a.noseRootY),
    noseTip: moved(a.noseTipX, a.noseTipY),
    noseBase: moved(0, a.noseBaseY - 1.5),
    mouthRight: moved(-half, mouth.seamY(-half)),
    mouthLeft: moved(half, mouth.seamY(half)),
    upperLip: moved(0, mouth.upperEdgeY(0)),
    lowerLip: moved(0, mouth.lowerEdgeY(0), 'lower'),
    chin: moved(0, a.chinY + 7, 'lower'),
    rightEar: place(-a.earX - 3, a.earY - 6, a.earZ + 2),
    leftEar: place(a.earX + 3, a.earY - 6, a.earZ + 2),
  }
}

/** The five points of the ArcFace alignment. */
export function toFivePoints(landmarks: Landmarks): FivePoints {
  const point = ({ x, y }: Landmark): Point => ({ x, y })
  return {
    rightEye: point(landmarks.rightEye),
    leftEye: point(landmarks.leftEye),
    noseTip: point(landmarks.noseTip),
    mouthRight: point(landmarks.mouthRight),
    mouthLeft: point(landmarks.mouthLeft),
  }
}
