import {
  type LuminanceStatistics,
  laplacianVariance,
  luminanceStatistics,
  toLuminance,
} from '@faceward/imaging'
import type { FaceQuality, FivePoints, HeadPose, Image } from '@faceward/spec'

/** Eyes to mouth on the 112 x 112 alignment: skin and features without hair or background. */
const INNER_FACE = { x: 24, y: 28, width: 64, height: 76 }

/** A face's quality, and the luminance statistics that the limits look at. */
export interface QualityMeasurement {
  readonly quality: FaceQuality
  readonly luminance: LuminanceStatistics
}

/** Measures a face on its 112 x 112 alignment. */
export function measureQuality(aligned: Image, fivePoints: FivePoints, pose: HeadPose): QualityMeasurement {
  const { rightEye, leftEye } = fivePoints
  const gray = toLuminance(aligned)
  const luminance = luminanceStatistics(gray, INNER_FACE)
  const measured = {
    sharpness: laplacianVariance(gray),
    brightness: luminance.mean,
    contrast: luminance.standardDeviation,
    interocularPixels: Math.hypot(leftEye.x - rightEye.x, leftEye.y - rightEye.y),
  }
  return { quality: { overall: overallQuality(measured, pose), ...measured }, luminance }
}

/**
 * The geometric mean of five elements, each 0..1: a face is as good as its weak sides. Their shapes are a
 * judgement, for weighting samples of one person against each other; they are not a predicted error rate.
 */
function overallQuality(measured: Omit<FaceQuality, 'overall'>, pose: HeadPose): number {
  const turn = Math.cos(radians(pose.yawDegrees)) * Math.cos(radians(pose.pitchDegrees))
  const elements = [
    1 - Math.exp(-measured.sharpness / 60),
    1 - Math.exp(-measured.interocularPixels / 30),
    Math.min(1, measured.contrast / 35),
    plateau(measured.brightness, 20, 80, 180, 245),
    Math.max(0, turn) ** 2,
  ]
  return elements.reduce((product, element) => product * element, 1) ** (1 / elements.length)
}

/** 0 up to `from`, 1 between `low` and `high`, 0 from `to` on, straight in between. */
function plateau(value: number, from: number, low: number, high: number, to: number): number {
  return Math.min(Math.max(Math.min((value - from) / (low - from), (to - value) / (to - high)), 0), 1)
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
