import type { Calibration } from '@faceward/spec'
import { oneIn, percent } from './words.js'

/** What a similarity stands for, in a sentence: measured rates with the bound, and on what. */
export function calibrationSentence(
  { operatingPoints, provenance }: Calibration,
  similarity: number,
): string {
  const on = `on ${provenance.dataset} (${provenance.date})`
  const point = operatingPoints.find((it) => it.similarity === similarity)
  if (!point) return `The similarity was calibrated ${on}; no error rate was stated at ${similarity}.`
  const bound = `with 95 % confidence at most ${oneIn(point.fmrUpper95)}`
  return `At similarity ${similarity}, where accept begins, ${oneIn(point.fmr)} strangers passed (${bound}) and ${percent(point.fnmr)} of the right persons did not, ${on}.`
}
