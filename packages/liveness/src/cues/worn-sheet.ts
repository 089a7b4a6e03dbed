import type { DepthFeatures } from './depth-features.js'

/**
 * A linear discriminant between faces and prints with holes worn over a face, fitted by logistic regression on 718
 * frames of 140 simulated people and 551 of cut-outs (seeds 20,000 to 20,199, three sensors, 0.3 to 1 m): skin is
 * uneven, bulges in both directions as no sheet can, and falls back beside the eyes; a hole has a rim. The constant is
 * where none of the cut-outs passed.
 */
const WEIGHTS = { temple: 0.2, curvature: 0.31, skin: 2.96, rim: -0.43, constant: -3.4 } as const
/** Beyond these a feature says no more. */
const LIMITS = { templeMm: [-15, 20], curvature: [-3, 3], skinMm: [0, 3], rimMm: [0, 12] } as const

/**
 * How far a surface is from being a sheet with holes worn over a face; 0 at the limit, below it such a sheet.
 *
 * @param stereoMm noise that neighbouring points share, see `stereoNoise`
 */
export function noWornSheet(features: DepthFeatures, stereoMm: number): number {
  const { skinUnevennessMm, noiseMm, templeFallMm, leastCurvature, eyeRimMm } = features
  const hidden = Math.max(0, stereoMm ** 2 - noiseMm ** 2)
  const skinMm = Math.sqrt(Math.max(0, skinUnevennessMm ** 2 - hidden))
  return (
    WEIGHTS.temple * within(LIMITS.templeMm, templeFallMm) +
    WEIGHTS.curvature * within(LIMITS.curvature, leastCurvature) +
    WEIGHTS.skin * within(LIMITS.skinMm, skinMm) +
    WEIGHTS.rim * within(LIMITS.rimMm, eyeRimMm) +
    WEIGHTS.constant
  )
}

function within([least, largest]: readonly [number, number], value: number): number {
  return Math.min(largest, Math.max(least, value))
}
