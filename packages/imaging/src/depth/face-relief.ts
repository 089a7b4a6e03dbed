import type { DepthMap, FivePoints, Point } from '@faceward/spec'
import { alignmentTransform } from '../alignment/alignment-transform.js'
import { ARCFACE_CROP_SIZE, ARCFACE_FIVE_POINTS } from '../alignment/arcface-five-points.data.js'
import {
  applySimilarity,
  invertSimilarity,
  type SimilarityTransform,
} from '../geometry/similarity-transform.js'
import { upperMedian } from '../measure/upper-median.js'
import { fitSurface } from './fit-surface.js'
import { pixelRay, scaleIntrinsics } from './pinhole.js'
import { type DepthCrop, sampleDepthCrop } from './sample-depth-crop.js'

/**
 * A face's surface in millimetres over its own plane: tilt and distance are gone. The axes follow the crop: `u`
 * towards the subject's left eye, `v` towards the chin, `height` towards the camera; the origin is midway between
 * the eyes.
 */
export interface FaceRelief {
  /** The lattice has `size` x `size` points over the 112 x 112 crop. */
  readonly size: number
  readonly u: Float32Array
  readonly v: Float32Array
  /** NaN-free; meaningful where `valid`. */
  readonly height: Float32Array
  /** 1 where depth was measured and belongs to the head: no farther than about 150 mm from the plane. */
  readonly valid: Uint8Array
  /** Where the five points lie on the surface: lattice indices, -1 where nothing was measured near one. */
  readonly landmarks: Readonly<Record<keyof FivePoints, number>>
  /** Between the eye centres, each at its own depth. */
  readonly interocularMm: number
  /** From the camera to the plane at the origin, millimetres. */
  readonly distanceMm: number
  /** Tilt of the plane to the image plane, degrees; positive as in spec's `HeadPose`. */
  readonly yawDegrees: number
  readonly pitchDegrees: number
  /** Share of the face's ellipse that was measured. */
  readonly validShare: number
}

/** Where the face is in the 112 x 112 crop. */
const FACE_CENTER: Point = { x: 56, y: 70 }
const FACE_HALF_WIDTH = 32
const FACE_HALF_HEIGHT = 42
const FARTHEST_MM = 150
const FARTHEST_PER_EYES = 2.2
const FEWEST_POINTS = 40
const MM = 1000
/** So many points say as much of a plane as all of them. */
const PLANE_POINTS = 1200

/**
 * Measures a face's surface on the alignment of its colour crop. `depth` must be registered to the picture, whose
 * width is `image.width`. `undefined` when too little was measured on the face, or the points coincide.
 */
export function faceRelief(
  depth: DepthMap,
  points: FivePoints,
  image: { readonly width: number; readonly height: number },
  size = 56,
): FaceRelief | undefined {
  const cut = alignmentTransform(
    { kind: 'arcface-five-point' },
    { box: { x: 0, y: 0, width: 1, height: 1 }, ...points, fivePoints: points },
    { width: ARCFACE_CROP_SIZE, height: ARCFACE_CROP_SIZE },
    image,
  )
  const crop = sampleDepthCrop(depth, cut, { cropSize: ARCFACE_CROP_SIZE, size, imageWidth: image.width })
  const camera = scaleIntrinsics(depth.intrinsics, depth.width, depth.height)
  const toMap = depth.width / image.width
  const pitch = ARCFACE_CROP_SIZE / size
  const space = new Float32Array(3 * size * size)
  const onFace: number[] = []
  let inEllipse = 0
  for (let i = 0; i < crop.depth.length; i++) {
    const at = { x: ((i % size) + 0.5) * pitch, y: (Math.floor(i / size) + 0.5) * pitch }
    const isFace = isOnFace(at)
    if (isFace) inEllipse++
    const z = crop.depth[i]!
    if (z === 0) continue
    const pixel = applySimilarity(cut, at)
    const ray = pixelRay(camera, { x: pixel.x * toMap, y: pixel.y * toMap })
    space[3 * i] = ray.x * z * MM
    space[3 * i + 1] = ray.y * z * MM
    space[3 * i + 2] = z * MM
    if (isFace) onFace.push(i)
  }
  if (onFace.length < FEWEST_POINTS) return undefined
  const middle = medianDepth(space, onFace)
  const reachMm = depthReach(middle, cut, camera.focalX / toMap)
  // The wall beside a turned face would tilt the plane.
  const near = onFace.filter((i) => Math.abs(space[3 * i + 2]! - middle) <= reachMm)
  const plane = facePlane(space, near)
  if (plane === undefined) return undefined
  const eyes = [points.rightEye, points.leftEye].map((eye, i) => {
    const target = i === 0 ? ARCFACE_FIVE_POINTS.rightEye : ARCFACE_FIVE_POINTS.leftEye
    const z = depthAround(crop, target, pitch) ?? planeDepth(plane, camera, eye, toMap)
    const ray = pixelRay(camera, { x: eye.x * toMap, y: eye.y * toMap })
    return [ray.x * z * MM, ray.y * z * MM, z * MM] as const
  })
  const toCrop = invertSimilarity(cut)
  const indexOf = (point: Point) => {
    const at = applySimilarity(toCrop, point)
    return nearestMeasured(crop, at.x / pitch, at.y / pitch)
  }
  return {
    ...onPlane(space, plane, eyes as unknown as Pair, size, reachMm),
    validShare: onFace.length / inEllipse,
    landmarks: {
      rightEye: indexOf(points.rightEye),
      leftEye: indexOf(points.leftEye),
      noseTip: indexOf(points.noseTip),
      mouthRight: indexOf(points.mouthRight),
      mouthLeft: indexOf(points.mouthLeft),
    },
  }
}

/** The measured lattice point nearest to a place, within two cells; -1 if there is none. */
function nearestMeasured({ size, depth }: DepthCrop, x: number, y: number): number {
  let best = -1
  let least = 2.5 ** 2
  for (let row = Math.max(0, Math.floor(y) - 2); row <= Math.min(size - 1, Math.floor(y) + 2); row++) {
    for (let c = Math.max(0, Math.floor(x) - 2); c <= Math.min(size - 1, Math.floor(x) + 2); c++) {
      const squared = (c + 0.5 - x) ** 2 + (row + 0.5 - y) ** 2
      if (depth[row * size + c] === 0 || squared >= least) continue
      least = squared
      best = row * size + c
    }
  }
  return best
}

type Vector = readonly [number, number, number]
type Pair = readonly [Vector, Vector]

/** z = a x + b y + c, millimetres. */
interface Plane {
  readonly a: number
  readonly b: number
  readonly c: number
}

/** Whether a point of the 112 x 112 crop lies in the ellipse of a frontal face. */
export function isOnFace({ x, y }: Point): boolean {
  const dx = (x - FACE_CENTER.x) / FACE_HALF_WIDTH
  const dy = (y - FACE_CENTER.y) / FACE_HALF_HEIGHT
  return dx * dx + dy * dy <= 1
}

/** How far from its plane a head reaches: 150 mm, more if the map says it is a giant's (its scale may be wrong). */
function depthReach(middleMm: number, cut: SimilarityTransform, focalPixels: number): number {
  const { rightEye, leftEye } = ARCFACE_FIVE_POINTS
  const eyes = (leftEye.x - rightEye.x) * Math.hypot(cut.a, cut.b)
  return Math.max(FARTHEST_MM, (FARTHEST_PER_EYES * eyes * middleMm) / focalPixels)
}

function medianDepth(space: Float32Array, indices: readonly number[]): number {
  const depths = new Float64Array(indices.length)
  for (let k = 0; k < depths.length; k++) depths[k] = space[3 * indices[k]! + 2]!
  return upperMedian(depths)
}

function facePlane(space: Float32Array, onFace: readonly number[]): Plane | undefined {
  const every = Math.max(1, Math.ceil(onFace.length / PLANE_POINTS))
  const length = Math.ceil(onFace.length / every)
  const u = new Float64Array(length)
  const v = new Float64Array(length)
  const height = new Float64Array(length)
  for (let k = 0; k < length; k++) {
    const at = 3 * onFace[k * every]!
    u[k] = space[at]!
    v[k] = space[at + 1]!
    height[k] = space[at + 2]!
  }
  const fit = fitSurface({ u, v, height, length }, 'plane')
  const [c = 0, a = 0, b = 0] = fit?.coefficients ?? []
  return fit && { a, b, c }
}

/** Median depth in metres around a crop point, over about 8 mm. */
function depthAround({ size, depth }: DepthCrop, at: Point, pitch: number): number | undefined {
  const found: number[] = []
  const reach = Math.max(1, Math.round(4 / pitch))
  const column = Math.floor(at.x / pitch)
  const row = Math.floor(at.y / pitch)
  for (let r = row - reach; r <= row + reach; r++) {
    for (let c = column - reach; c <= column + reach; c++) {
      const z = depth[r * size + c]
      if (z !== undefined && z > 0) found.push(z)
    }
  }
  return found.length < 3 ? undefined : found.sort((a, b) => a - b)[found.length >> 1]
}

/** Where a pixel's ray meets the plane, metres. */
function planeDepth({ a, b, c }: Plane, camera: DepthMap['intrinsics'], point: Point, toMap: number): number {
  const ray = pixelRay(camera, { x: point.x * toMap, y: point.y * toMap })
  return c / (1 - a * ray.x - b * ray.y) / MM
}

function onPlane(
  space: Float32Array,
  plane: Plane,
  [right, left]: Pair,
  size: number,
  reachMm: number,
): Omit<FaceRelief, 'landmarks' | 'validShare'> {
  const count = size * size
  // Towards the camera: against z.
  const length = Math.hypot(plane.a, plane.b, 1)
  const normal: Vector = [plane.a / length, plane.b / length, -1 / length]
  const between: Vector = [left[0] - right[0], left[1] - right[1], left[2] - right[2]]
  const along = dot(between, normal)
  const across: Vector = [
    between[0] - along * normal[0],
    between[1] - along * normal[1],
    between[2] - along * normal[2],
  ]
  const acrossLength = Math.hypot(...across) || 1
  const axisU: Vector = [across[0] / acrossLength, across[1] / acrossLength, across[2] / acrossLength]
  const axisV = cross(axisU, normal)
  const origin: Vector = [(right[0] + left[0]) / 2, (right[1] + left[1]) / 2, 0]
  const originZ = plane.a * origin[0] + plane.b * origin[1] + plane.c
  const u = new Float32Array(count)
  const v = new Float32Array(count)
  const height = new Float32Array(count)
  const valid = new Uint8Array(count)
  for (let i = 0; i < count; i++) {
    if (space[3 * i + 2] === 0) continue
    const x = space[3 * i]! - origin[0]
    const y = space[3 * i + 1]! - origin[1]
    const z = space[3 * i + 2]! - originZ
    const h = x * normal[0] + y * normal[1] + z * normal[2]
    if (Math.abs(h) > reachMm) continue
    u[i] = x * axisU[0] + y * axisU[1] + z * axisU[2]
    v[i] = x * axisV[0] + y * axisV[1] + z * axisV[2]
    height[i] = h
    valid[i] = 1
  }
  return {
    size,
    u,
    v,
    height,
    valid,
    interocularMm: Math.hypot(...between),
    distanceMm: originZ,
    yawDegrees: degrees(Math.atan2(normal[0], -normal[2])),
    pitchDegrees: degrees(Math.atan2(-normal[1], -normal[2])),
  }
}

const dot = (p: Vector, q: Vector): number => p[0] * q[0] + p[1] * q[1] + p[2] * q[2]
const cross = (p: Vector, q: Vector): Vector => [
  p[1] * q[2] - p[2] * q[1],
  p[2] * q[0] - p[0] * q[2],
  p[0] * q[1] - p[1] * q[0],
]
const degrees = (radians: number): number => (radians * 180) / Math.PI
