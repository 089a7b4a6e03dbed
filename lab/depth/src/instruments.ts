import { projectToPixel } from '@faceward/imaging'
import type { DepthMap, FivePoints, Intrinsics, Point } from '@faceward/spec'

/** Two-dimensional presentation attack instruments, as a depth camera meets them. */
export const SPECIES = ['flat print', 'bent print', 'cut-out print', 'phone', 'tablet'] as const
export type Species = (typeof SPECIES)[number]

/** An instrument before the camera, exactly. */
export interface Presentation {
  readonly depth: DepthMap
  readonly points: FivePoints
  readonly glass?: Uint8Array
  readonly materials?: Uint8Array
}

/** A person as rendered, for what is seen through cut holes. */
export interface Wearer {
  readonly depth: DepthMap
  readonly points: FivePoints
  readonly materials: Uint8Array
}

type Between = (low: number, high: number) => number
type Vector = readonly [number, number, number]

/** Places on a printed face in millimetres about the midpoint of the eyes, for 63 mm between them; y down. */
const PRINTED: Readonly<Record<keyof FivePoints, readonly [number, number]>> = {
  rightEye: [-31.5, 0],
  leftEye: [31.5, 0],
  noseTip: [0, 37],
  mouthRight: [-26, 70],
  mouthLeft: [26, 70],
}

const SIZES_M: Readonly<Record<Exclude<Species, 'cut-out print'>, readonly [number, number]>> = {
  'flat print': [0.21, 0.297],
  'bent print': [0.21, 0.297],
  phone: [0.07, 0.15],
  tablet: [0.16, 0.23],
}

/** A sheet bent along one direction only: every such surface is developable. Metres. */
interface Sheet {
  readonly center: Vector
  readonly axisX: Vector
  readonly axisY: Vector
  readonly normal: Vector
  readonly halfWidth: number
  readonly halfHeight: number
  readonly bend: (x: number, y: number) => number
}

export function present(
  species: Species,
  wearer: Wearer,
  between: Between,
  intrinsics: Intrinsics,
  distance: readonly [number, number] = [0.3, 1],
): Presentation {
  if (species === 'cut-out print') return cutOut(wearer, between)
  const sizes = SIZES_M[species]
  // Faces fill the screen or the paper: life-size where they fit.
  const interocular = Math.min(between(0.058, 0.068), sizes[0] * between(0.33, 0.45))
  const near = species === 'phone' ? Math.min(distance[1], 0.5) : distance[1]
  const sheet = placed(
    sizes,
    between,
    [distance[0], near],
    species === 'bent print' ? bent(between) : () => 0,
  )
  const isScreen = species === 'phone' || species === 'tablet'
  return drawn(sheet, intrinsics, interocular, between(0.2, 1.5), isScreen)
}

function placed(
  [width, height]: readonly [number, number],
  between: Between,
  [near, far]: readonly [number, number],
  bend: Sheet['bend'],
): Sheet {
  const yaw = between(-0.4, 0.4)
  const pitch = between(-0.35, 0.35)
  const roll = between(-0.25, 0.25)
  const turn = ([x, y, z]: Vector): Vector => {
    const [x1, y1] = [x * Math.cos(roll) - y * Math.sin(roll), x * Math.sin(roll) + y * Math.cos(roll)]
    const [y2, z2] = [y1 * Math.cos(pitch) - z * Math.sin(pitch), y1 * Math.sin(pitch) + z * Math.cos(pitch)]
    return [x1 * Math.cos(yaw) + z2 * Math.sin(yaw), y2, -x1 * Math.sin(yaw) + z2 * Math.cos(yaw)]
  }
  return {
    center: [between(-0.03, 0.03), between(-0.03, 0.03), between(near, far)],
    axisX: turn([1, 0, 0]),
    axisY: turn([0, 1, 0]),
    normal: turn([0, 0, -1]),
    halfWidth: width / 2,
    halfHeight: height / 2,
    bend,
  }
}

/** Rolled, folded, or waved, along any direction, towards or away from the camera. */
function bent(between: Between): Sheet['bend'] {
  const angle = between(0, Math.PI)
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const shift = between(-0.04, 0.04)
  const sign = between(0, 1) < 0.75 ? -1 : 1
  const along = (x: number, y: number): number => c * x + s * y - shift
  const kind = between(0, 3)
  if (kind < 1.8) {
    const radius = between(0.06, 0.35)
    return (x, y) => {
      const t = Math.min(0.95 * radius, Math.abs(along(x, y)))
      return sign * (radius - Math.sqrt(radius * radius - t * t))
    }
  }
  if (kind < 2.4) {
    const slope = between(0.2, 0.9)
    return (x, y) => sign * slope * Math.abs(along(x, y))
  }
  const [size, length] = [between(0.004, 0.015), between(0.08, 0.25)]
  return (x, y) => size * Math.cos((2 * Math.PI * along(x, y)) / length)
}

/** Where a pixel's ray meets the sheet: its depth and the place on the sheet; undefined beside it. */
function meet(sheet: Sheet, rayX: number, rayY: number): { z: number; x: number; y: number } | undefined {
  const { center, axisX, axisY, normal, bend } = sheet
  const ray: Vector = [rayX, rayY, 1]
  const facing = dot(ray, normal)
  let t = dot(center, normal) / facing
  for (let i = 0; i < 12; i++) {
    const offset: Vector = [t * rayX - center[0], t * rayY - center[1], t - center[2]]
    const x = dot(offset, axisX)
    const y = dot(offset, axisY)
    const error = dot(offset, normal) - bend(x, y)
    if (Math.abs(error) < 2e-5) {
      return Math.abs(x) <= sheet.halfWidth && Math.abs(y) <= sheet.halfHeight ? { z: t, x, y } : undefined
    }
    // The bend's slope is below 1 against the normal: damped steps settle.
    t -= (0.7 * error) / facing
  }
  return undefined
}

function drawn(
  sheet: Sheet,
  intrinsics: Intrinsics,
  interocular: number,
  behind: number,
  isScreen: boolean,
): Presentation {
  const { width, height, focalX, focalY, principalX, principalY } = intrinsics
  const data = new Float32Array(width * height)
  const glass = new Uint8Array(isScreen ? data.length : 0)
  for (let i = 0; i < data.length; i++) {
    const rayX = ((i % width) + 0.5 - principalX) / focalX
    const rayY = (Math.floor(i / width) + 0.5 - principalY) / focalY
    const hit = meet(sheet, rayX, rayY)
    data[i] = hit?.z ?? sheet.center[2] + behind
    if (isScreen && hit !== undefined) glass[i] = 1
  }
  const scale = interocular / 0.063 / 1000
  const middle = 0.03
  const place = ([x, y]: readonly [number, number]): Point => {
    const [sx, sy] = [x * scale, y * scale - middle * (interocular / 0.063)]
    const h = sheet.bend(sx, sy)
    const at = [0, 1, 2].map(
      (k) => sheet.center[k]! + sx * sheet.axisX[k]! + sy * sheet.axisY[k]! + h * sheet.normal[k]!,
    )
    return projectToPixel(intrinsics, { x: at[0]!, y: at[1]!, z: at[2]! })
  }
  const points = Object.fromEntries(
    Object.entries(PRINTED).map(([name, at]) => [name, place(at)]),
  ) as unknown as FivePoints
  return { depth: mapOf(data, intrinsics), points, ...(isScreen ? { glass } : {}) }
}

/** A print worn over the face, bent about it, with eyes, or eyes and nose and mouth, cut out. */
function cutOut({ depth, points, materials }: Wearer, between: Between): Presentation {
  const { width, intrinsics } = depth
  const data = depth.data.slice()
  const shown = materials.slice()
  const eyes = {
    x: (points.rightEye.x + points.leftEye.x) / 2,
    y: (points.rightEye.y + points.leftEye.y) / 2,
  }
  const apart = Math.hypot(points.leftEye.x - points.rightEye.x, points.leftEye.y - points.rightEye.y)
  const pixel = apart / 63
  const angle = Math.atan2(points.leftEye.y - points.rightEye.y, points.leftEye.x - points.rightEye.x)
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const radius = between(0.07, 0.2)
  const cutsNose = between(0, 1) < 0.5
  const cutsMouth = between(0, 1) < 0.4
  const hole = between(10, 16)
  const isHole = (u: number, v: number): boolean => {
    const eye = (Math.abs(u) - 31.5) ** 2 / (hole * 1.3) ** 2 + v ** 2 / hole ** 2 <= 1
    const nose = cutsNose && Math.abs(u) < 12 + Math.max(0, v) * 0.25 && v > 12 && v < 48
    const mouth = cutsMouth && (u / 28) ** 2 + ((v - 70) / 12) ** 2 <= 1
    return eye || nose || mouth
  }
  const sheetPixels: { i: number; bow: number }[] = []
  for (let i = 0; i < data.length; i++) {
    const px = (i % width) + 0.5 - eyes.x
    const py = Math.floor(i / width) + 0.5 - eyes.y
    const u = (c * px + s * py) / pixel
    const v = (-s * px + c * py) / pixel
    if (Math.abs(u) > 95 || v < -95 || v > 150 || isHole(u, v)) continue
    const t = Math.min(0.95 * radius, Math.abs(u) / 1000)
    sheetPixels.push({ i, bow: radius - Math.sqrt(radius * radius - t * t) })
  }
  // Worn: it rests on what stands out most beneath it, 3 % of it pressed in, and tilts a little.
  const gaps = sheetPixels
    .filter(({ i }) => depth.data[i]! > 0 && depth.data[i]! < 1.4)
    .map(({ i, bow }) => depth.data[i]! - bow)
    .sort((a, b) => a - b)
  const rest = gaps[Math.floor(0.03 * gaps.length)] ?? 0.5
  const tilt = between(-0.0006, 0.0006)
  for (const { i, bow } of sheetPixels) {
    const z = rest + bow + (tilt * (Math.floor(i / width) + 0.5 - eyes.y)) / pixel
    if (!(depth.data[i]! < z)) {
      data[i] = z
      shown[i] = 0
    } else if (!(depth.data[i]! < z - 0.003)) data[i] = z
    else data[i] = z - 0.003
  }
  return { depth: mapOf(data, intrinsics), points, materials: shown }
}

function mapOf(data: Float32Array, intrinsics: Intrinsics): DepthMap {
  return {
    width: intrinsics.width,
    height: intrinsics.height,
    data,
    intrinsics,
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'simulated', trust: 'declared' },
  }
}

const dot = (p: Vector, q: Vector): number => p[0] * q[0] + p[1] * q[1] + p[2] * q[2]
