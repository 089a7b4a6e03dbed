import type { DepthMap, Frame } from '@faceward/spec'

/** Why a depth map cannot be measured. */
export type DepthProblem =
  /** The buffer does not fit the size, or the intrinsics are missing or no numbers. */
  | 'depth_malformed'
  /** The map is of another aspect than the picture, or is not registered and cannot be. */
  | 'depth_not_registered'
  /** The map was taken too long before or after the picture. */
  | 'depth_out_of_date'

/** A map fit for measuring, or why there is none. */
export type CleanDepth =
  | { readonly status: 'usable'; readonly depth: DepthMap }
  | { readonly status: 'unusable'; readonly problem: DepthProblem }

/** Colour and depth of a moving head must be from the same moment; a frame's time at 10 frames a second. */
const LARGEST_LAG_MS = 100
/** Of 255: below this a sensor says itself that it guessed. */
const LEAST_CONFIDENCE = 32
/** A registered map of another resolution must see the same picture: its aspect may differ by rounding only. */
const ASPECT_TOLERANCE = 0.02

/** What is wrong with a frame's depth map as a whole, looked at without touching its pixels. */
export function depthProblem({
  image,
  depth,
  timestampMs,
  colorIntrinsics,
}: Frame): DepthProblem | undefined {
  if (depth === undefined) return undefined
  const { width, height, data, confidence, intrinsics } = depth
  const isSized = Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0
  if (!isSized || !(data instanceof Float32Array) || data.length !== width * height) return 'depth_malformed'
  if (confidence !== undefined && confidence.length !== data.length) return 'depth_malformed'
  if (!isCamera(intrinsics)) return 'depth_malformed'
  if (depth.timestampMs !== undefined && !(Math.abs(timestampMs - depth.timestampMs) <= LARGEST_LAG_MS)) {
    return 'depth_out_of_date'
  }
  if (!depth.registeredToColor) {
    return depth.depthToColor === undefined || !isCamera(colorIntrinsics) ? 'depth_not_registered' : undefined
  }
  const aspects = (width / height) * (image.height / image.width)
  return Math.abs(aspects - 1) <= ASPECT_TOLERANCE ? undefined : 'depth_not_registered'
}

/**
 * A frame's depth with everything that is no measurement set to 0: not finite, not positive, or of a confidence
 * below 32 of 255 (which is dropped from the map). A map that is clean already is returned as it is; the input is
 * never changed. `undefined` when the frame has no depth.
 */
export function cleanDepth(frame: Frame): CleanDepth | undefined {
  const { depth } = frame
  if (depth === undefined) return undefined
  const problem = depthProblem(frame)
  if (problem !== undefined) return { status: 'unusable', problem }
  const { confidence, ...kept } = depth
  const { data } = depth
  let first = 0
  while (first < data.length && isMeasurement(data[first]!, confidence?.[first])) first++
  if (first === data.length) return { status: 'usable', depth }
  const cleaned = data.slice()
  for (let i = first; i < data.length; i++) {
    if (!isMeasurement(data[i]!, confidence?.[i])) cleaned[i] = 0
  }
  return { status: 'usable', depth: { ...kept, data: cleaned } }
}

/** Whether a value is a distance that its sensor vouches for, or 0, which says that there is none. */
function isMeasurement(value: number, confidence: number | undefined): boolean {
  if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) return false
  return confidence === undefined || value === 0 || confidence >= LEAST_CONFIDENCE
}

function isCamera(camera: DepthMap['intrinsics'] | undefined): boolean {
  if (camera === undefined || camera === null) return false
  const { width, height, focalX, focalY, principalX, principalY } = camera
  const positive = [width, height, focalX, focalY].every((value) => Number.isFinite(value) && value > 0)
  return positive && Number.isFinite(principalX) && Number.isFinite(principalY)
}
