import { type Calibration, FusionError } from '@faceward/spec'

/** Rounding of float32 vectors may push the cosine of equal vectors a little past 1. */
const ROUNDING = 1e-3

/**
 * A raw cosine on the calibrated scale: `1 / (1 + exp(-slope * (cosine - midpoint)))` (rule 1).
 * Strictly increasing in exact arithmetic; the error rates at a similarity are those of
 * `calibration.operatingPoints`.
 *
 * @param cosine -1..1; values past the ends by no more than float32 rounding count as the ends.
 * @returns 0..1
 * @throws FusionError `score-out-of-range` when `cosine` is not a cosine.
 * @see J. Platt, "Probabilistic outputs for support vector machines", 1999.
 */
export function calibrateCosine(
  calibration: Pick<Calibration, 'slope' | 'midpoint'>,
  cosine: number,
): number {
  if (!(Math.abs(cosine) <= 1 + ROUNDING)) {
    throw new FusionError('A cosine lies from -1 to 1.', { code: 'score-out-of-range' })
  }
  const clamped = Math.max(-1, Math.min(1, cosine))
  return 1 / (1 + Math.exp(-calibration.slope * (clamped - calibration.midpoint)))
}
