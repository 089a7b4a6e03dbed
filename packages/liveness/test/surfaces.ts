import type { DepthMap, DepthMethod, FaceSample, Image } from '@faceward/spec'
import { random } from './synthetic-samples.js'

export const FOCAL = 400
export const size = { width: 320, height: 240 }
export const intrinsics = { ...size, focalX: FOCAL, focalY: FOCAL, principalX: 160, principalY: 120 }
/** Eyes 63 mm apart at half a metre, the face upright in the middle. */
export const fivePoints = {
  rightEye: { x: 134.8, y: 90 },
  leftEye: { x: 185.2, y: 90 },
  noseTip: { x: 160, y: 119.6 },
  mouthRight: { x: 139.2, y: 146 },
  mouthLeft: { x: 180.8, y: 146 },
}

/** Millimetres towards the camera over the plane of the eyes; origin between the eyes, y down. */
export type Surface = (xMm: number, yMm: number) => number

export const bump = (x: number, y: number, width: number, height: number) =>
  Math.exp(-(x * x) / (2 * width * width) - (y * y) / (2 * height * height))

/** A head that is a little different on its two sides, so that a sign or a side that is mixed up shows. */
export const headSurface: Surface = (x, y) =>
  -(x * x) / 140 -
  (y - 30) ** 2 / 240 +
  20 * bump(x - 1.5, y - 34, 9, 15) -
  5 * bump(x - 31.5, y, 13, 11) -
  6 * bump(x + 31.5, y - 1, 12, 11) +
  6 * bump(x, y + 24, 34, 10) +
  4 * bump(x, y - 62, 18, 9) +
  7 * bump(x - 40, y - 32, 13, 12) +
  6 * bump(x + 40, y - 33, 13, 12) -
  7 * (bump(x - 40, y - 70, 13, 14) + bump(x + 40, y - 70, 13, 14))

/** A sheet rolled about an upright axis, the eyes cut out, with a face 12 mm behind it. */
export const cutOutSurface: Surface = (x, y) =>
  ((Math.abs(x) - 31.5) / 16) ** 2 + (y / 12) ** 2 < 1
    ? headSurface(x, y) - 12
    : Math.sqrt(110 ** 2 - Math.min(99, Math.abs(x)) ** 2) - 110

/** A depth map of a surface half a metre away, with noise and a share of holes that follow from a seed. */
export function depthMapOf(
  surface: Surface,
  more: { noiseMm?: number; holes?: number; seed?: number; scale?: number; method?: DepthMethod } = {},
): DepthMap {
  const { noiseMm = 0.8, holes = 0, seed = 1, scale = 1, method = 'structured-light' } = more
  const next = random(seed)
  const data = new Float32Array(size.width * size.height)
  for (let i = 0; i < data.length; i++) {
    const x = ((i % size.width) + 0.5 - 160) * (500 / FOCAL)
    const y = (Math.floor(i / size.width) + 0.5 - 90) * (500 / FOCAL)
    const noise = 3.4 * noiseMm * (next() - 0.5)
    data[i] = next() < holes ? 0 : scale * (0.5 - (surface(x, y) + noise) / 1000)
  }
  return {
    ...size,
    data,
    intrinsics,
    registeredToColor: true,
    provenance: { kind: 'sensed', method, trust: 'driver' },
  }
}

/** A sample of a stream with that depth. */
export function depthSample(depth: DepthMap, yawDegrees = 0, timestampMs = 0): FaceSample {
  const image: Image = { ...size, format: 'rgb8', data: new Uint8Array(0) }
  return {
    frame: { image, timestampMs, sequence: 0, source: { id: 'test', kind: 'stream' }, depth },
    box: { x: 100, y: 40, width: 120, height: 150 },
    detectionScore: 0.9,
    fivePoints,
    pose: { yawDegrees, pitchDegrees: 0, rollDegrees: 0 },
    quality: { overall: 1, sharpness: 100, brightness: 120, contrast: 40, interocularPixels: 50 },
    aligned: { width: 112, height: 112, format: 'rgb8', data: new Uint8Array(112 * 112 * 3) },
  }
}
