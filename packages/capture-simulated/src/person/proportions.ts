import type { Random } from '../random/random.js'
import type { Build } from './build.js'

/**
 * The measures of one head, in millimetres unless said otherwise. Means and spreads follow adult anthropometry
 * (Farkas, "Anthropometry of the Head and Face", 1994; Dodgson, "Variation and extrema of human interpupillary
 * distance", 2004), pooled over groups, so that the simulated population is about as varied as a mixed one.
 */
export interface Proportions {
  /** Between the eyeballs' centres: 55 to 72. */
  readonly interocular: number
  /** Half the width over the cheekbones. */
  readonly faceHalfWidth: number
  readonly craniumHalfWidth: number
  /** Height of the vertex above the eyes. */
  readonly vertexHeight: number
  /** From the glabella to the back of the head. */
  readonly headLength: number
  readonly foreheadFront: number
  readonly foreheadSlope: number
  readonly browRidge: number
  readonly eyeDepth: number
  readonly fissureWidth: number
  /** Upper and lower lid margins of the open eye, degrees about the canthal axis. */
  readonly upperLidDegrees: number
  readonly lowerLidDegrees: number
  /** Positive: outer corner higher, degrees. */
  readonly canthalTiltDegrees: number
  /** 0 to 1: how far the fold of the upper lid hangs over it. */
  readonly hooding: number
  readonly eyeBags: number
  readonly noseLength: number
  readonly noseProtrusion: number
  readonly noseBridgeHeight: number
  readonly noseBridgeWidth: number
  readonly alarWidth: number
  readonly noseTipRadius: number
  /** Positive: the tip points up. */
  readonly noseTipLift: number
  readonly noseHump: number
  readonly noseBend: number
  readonly philtrumLength: number
  readonly mouthWidth: number
  readonly upperLip: number
  readonly lowerLip: number
  readonly lipProtrusion: number
  readonly cupidBow: number
  readonly mouthSkew: number
  /** Positive: corners up. */
  readonly mouthCurve: number
  /** Depth of the lowest point of the chin below the eyes. */
  readonly chinDrop: number
  readonly chinWidth: number
  readonly chinProtrusion: number
  readonly chinCleft: number
  readonly jawHalfWidth: number
  readonly jawAngleDrop: number
  readonly cheekbone: number
  /** -1 hollow to 1 full. */
  readonly cheekFullness: number
  /** 0 to 1. */
  readonly doubleChin: number
  readonly nasolabialFold: number
  readonly foreheadLines: number
  /** 0 to 1: fine wrinkles all over. */
  readonly wrinkling: number
  readonly earHeight: number
  readonly earProtrusionDegrees: number
  readonly earLobe: number
  readonly neckRadius: number
  /** Amplitude of the personal, smooth deviation from all of the above. */
  readonly irregularity: number
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Draws the measures of a head of the given build. */
export function drawProportions(random: Random, build: Build): Proportions {
  const { masculinity: m, age, weight } = build
  const aged = clamp((age - 30) / 45, 0, 1)
  const around = (mean: number, deviation: number): number => random.normal(mean, deviation, 2)
  const interocular = clamp(around(62.8 + m, 5.2), 55.2, 71.8)
  const faceHalfWidth = around(69 + m * 2.6, 5) + weight * 4
  const noseLength = around(45.6 + m * 2.6, 4.8) + aged * 2.5
  const philtrumLength = clamp(around(14.8 + m * 1.8, 3.4) + aged * 3, 7.5, 27)
  const chinDrop = clamp(around(113 + m * 6.5, 7.6), 90, 134)
  return {
    interocular,
    faceHalfWidth,
    craniumHalfWidth: faceHalfWidth + around(6.5, 3.6),
    vertexHeight: around(112, 7),
    headLength: around(188 + m * 5, 8),
    foreheadFront: around(19, 3),
    foreheadSlope: around(0.1 + 0.1 * m, 0.12),
    browRidge: Math.max(0, around(3.6 + m * 3.4, 2.4)),
    eyeDepth: clamp(around(2 + m * 0.8, 2.9), -1.5, 7),
    fissureWidth: clamp(around(30 - m * 0.8 + (interocular - 62.6) * 0.2, 2.6), 24, 36),
    upperLidDegrees: clamp(around(19.5 - m * 2.2 - aged * 5, 8), 5, 35),
    lowerLidDegrees: clamp(around(-23 - 2 * aged, 4.4), -35, -14),
    canthalTiltDegrees: clamp(around(2.4 - m * 1.2 - aged * 3, 5.2), -9, 13),
    hooding: clamp(around(0.35 + 0.35 * aged, 0.45), 0, 1.3),
    eyeBags: clamp(around(0.1 + 0.9 * aged + 0.1 * weight, 0.25), 0, 1.4),
    noseLength,
    noseProtrusion: around(18.8 + m * 1.9, 4.4),
    noseBridgeHeight: around(0.6 * m, 3.4),
    noseBridgeWidth: clamp(around(6.4 + 0.6 * m, 2.2), 3.4, 12),
    alarWidth: clamp(around(34 + m * 2.4, 6.2), 26, 52),
    noseTipRadius: clamp(around(8 + 0.6 * m, 1.6) + aged * 0.8, 5.4, 12.5),
    noseTipLift: clamp(around(-0.8 - m * 1.3 - aged * 2, 4.4), -10, 9),
    noseHump: around(0.7 * m, 1.9),
    noseBend: around(0, 1.3),
    philtrumLength,
    mouthWidth: clamp(around(51.5 + m * 2, 7.2), 37, 67),
    upperLip: clamp(around(8.6 - m * 1.2 - aged * 2.2, 3.8), 2, 16),
    lowerLip: clamp(around(10.6 - m * 0.9 - aged * 1.8, 3.8), 3, 18),
    lipProtrusion: around(0.5, 2.6),
    cupidBow: clamp(around(1.4, 1), 0, 3.4),
    mouthSkew: around(0, 0.8),
    mouthCurve: around(0.1 - aged * 0.8, 1.1),
    chinDrop,
    chinWidth: clamp(around(15.5 + m * 4.4, 4.6), 6, 29),
    chinProtrusion: around(0.3 + m * 1.8, 3.8),
    chinCleft: random.chance(0.18) ? random.between(0.3, 1) : 0,
    jawHalfWidth: around(47.5 + m * 5.5, 5.4) + weight * 4.5,
    jawAngleDrop: around(68 + m * 6, 7),
    cheekbone: around(-0.2 * m, 1.5),
    cheekFullness: clamp(around(weight * 0.85 - aged * 0.45 - m * 0.1, 0.5), -1.3, 1.8),
    doubleChin: clamp(around(weight * 0.6 + aged * 0.25 - 0.05, 0.25), 0, 1.1),
    nasolabialFold: clamp(around(0.05 + aged * 1.3, 0.28), 0, 1.8),
    foreheadLines: clamp(around(aged * 1.2 - 0.1, 0.2), 0, 1.4),
    earHeight: around(60 + m * 2 + aged * 5, 4.5),
    earProtrusionDegrees: clamp(around(25, 10), 8, 52),
    earLobe: clamp(around(0.5 + 0.2 * aged, 0.25), 0, 1),
    neckRadius: around(45 + m * 7, 2.5) + weight * 4.5,
    wrinkling: clamp(aged * random.between(0.5, 1.2), 0, 1),
    irregularity: random.between(2, 3.8),
  }
}
