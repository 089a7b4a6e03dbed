import { CaptureError, type Distortion, type Extrinsics, type Intrinsics } from '@faceward/spec'

/** A pinhole camera as librealsense describes it: pixel centres at whole numbers. */
export interface RealsenseCamera {
  readonly width: number
  readonly height: number
  readonly fx: number
  readonly fy: number
  readonly ppx: number
  readonly ppy: number
  readonly distortion: Distortion
}

/** Half a pixel: where this project has the pixel's centre, and librealsense its corner. */
const PIXEL_CENTRE = 0.5

/** @throws CaptureError `unsupported` for numbers that are no camera. */
export function toIntrinsics(camera: RealsenseCamera): Intrinsics {
  const { width, height, fx, fy, ppx, ppy, distortion } = camera
  const isCamera = [width, height, fx, fy].every((value) => Number.isFinite(value) && value > 0)
  if (!isCamera || !Number.isFinite(ppx) || !Number.isFinite(ppy)) {
    throw new CaptureError('The camera has no usable intrinsics: it must be calibrated.', {
      code: 'unsupported',
    })
  }
  return {
    width,
    height,
    focalX: fx,
    focalY: fy,
    principalX: ppx + PIXEL_CENTRE,
    principalY: ppy + PIXEL_CENTRE,
    ...(distortion.model === 'none' ? {} : { distortion }),
  }
}

/** The order of `rs2_distortion`; the names are those `rs2_distortion_to_string` gives. */
const MODELS = [
  ['None', 'none'],
  ['Modified Brown Conrady', 'modified-brown-conrady'],
  ['Inverse Brown Conrady', 'inverse-brown-conrady'],
  ['Ftheta', undefined],
  ['Brown Conrady', 'brown-conrady'],
  ['Kannala Brandt4', 'kannala-brandt'],
] as const

/**
 * The lens by `rs2_distortion`, as a number or by name. One whose coefficients are all zero is none.
 *
 * @throws CaptureError `unsupported` for a lens that cannot be straightened here (F-theta, of tracking cameras).
 */
export function toDistortion(model: number | string, coefficients: readonly number[]): Distortion {
  if (coefficients.every((value) => value === 0)) return { model: 'none', coefficients: [] }
  const wanted = typeof model === 'string' ? model.toLowerCase() : model
  const found = MODELS.find(([name], index) => wanted === index || wanted === name.toLowerCase())?.[1]
  if (found !== undefined) return { model: found, coefficients }
  throw new CaptureError('The lens of this stream has a distortion model that is not supported.', {
    code: 'unsupported',
  })
}

/** Turns librealsense's rotation, column by column, into rows. */
export function toExtrinsics(columns: readonly number[], translation: readonly number[]): Extrinsics {
  const [x = 0, y = 0, z = 0] = translation
  const rotation = Array.from({ length: 9 }, (_, i) => columns[3 * (i % 3) + Math.floor(i / 3)] ?? 0)
  return { rotation, translation: [x, y, z] }
}

/** From camera `a` to camera `b`, where both are known from a third: b after the inverse of a. */
export function relativeExtrinsics(toA: Extrinsics, toB: Extrinsics): Extrinsics {
  const inverse = transpose(toA.rotation)
  const rotation = multiply(toB.rotation, inverse)
  const [x, y, z] = rotate(rotation, toA.translation)
  const [bx, by, bz] = toB.translation
  return { rotation, translation: [bx - x, by - y, bz - z] }
}

function transpose(m: readonly number[]): readonly number[] {
  return Array.from({ length: 9 }, (_, i) => m[3 * (i % 3) + Math.floor(i / 3)]!)
}

function multiply(a: readonly number[], b: readonly number[]): readonly number[] {
  return Array.from({ length: 9 }, (_, i) => {
    const row = 3 * Math.floor(i / 3)
    const column = i % 3
    return a[row]! * b[column]! + a[row + 1]! * b[column + 3]! + a[row + 2]! * b[column + 6]!
  })
}

function rotate(
  m: readonly number[],
  [x, y, z]: readonly [number, number, number],
): [number, number, number] {
  return [
    m[0]! * x + m[1]! * y + m[2]! * z,
    m[3]! * x + m[4]! * y + m[5]! * z,
    m[6]! * x + m[7]! * y + m[8]! * z,
  ]
}
