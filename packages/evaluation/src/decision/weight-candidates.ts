import { DEFAULT_FUSION_WEIGHTS, FUSION_TERMS } from '@faceward/fusion'
import type { FusionTerm, FusionWeights } from '@faceward/spec'
import type { Attempt } from './transaction.js'

/**
 * All weights in steps of `1 / steps` over the terms that the data has, rgb above 0. A term that never occurs
 * keeps its default weight, since nothing could be learned of it.
 */
export function weightCandidates(
  occurring: ReadonlySet<FusionTerm>,
  steps: number,
): readonly FusionWeights[] {
  const terms = FUSION_TERMS.filter((term) => occurring.has(term))
  const kept = FUSION_TERMS.filter((term) => !occurring.has(term))
  const free = 1 - kept.reduce((sum, term) => sum + DEFAULT_FUSION_WEIGHTS[term], 0)
  const candidates: FusionWeights[] = []
  const fill = (parts: readonly number[], left: number): void => {
    if (parts.length === terms.length - 1) {
      const all = [...parts, left]
      const weights = { ...DEFAULT_FUSION_WEIGHTS } as Record<FusionTerm, number>
      terms.forEach((term, i) => {
        weights[term] = round((free * all[i]!) / steps)
      })
      if (weights.rgb > 0) candidates.push(weights)
      return
    }
    for (let part = 0; part <= left; part++) fill([...parts, part], left - part)
  }
  fill([], steps)
  return candidates
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6

/** How far weights are from the default ones: the sum of differences. */
export function distanceFromDefault(weights: FusionWeights): number {
  return FUSION_TERMS.reduce((sum, term) => sum + Math.abs(weights[term] - DEFAULT_FUSION_WEIGHTS[term]), 0)
}

/** The fused score of `createWeightedFusion` without its explanations: searches call it millions of times. */
export function weightedScore(weights: FusionWeights, { terms }: Attempt): number {
  let sum = 0
  let total = 0
  for (const term of FUSION_TERMS) {
    const score = terms[term]
    if (score === undefined) continue
    sum += weights[term] * score
    total += weights[term]
  }
  return total > 0 ? Math.min(1, Math.round((sum / total) * 1e12) / 1e12) : 0
}
