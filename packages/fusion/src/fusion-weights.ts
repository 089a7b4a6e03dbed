import { type OptionIssue, refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import type { FusionTerm, FusionWeights } from '@faceward/spec'

/** The terms in the order in which they are summed and reported. */
export const FUSION_TERMS: readonly FusionTerm[] = ['rgb', 'depth', 'liveness', 'motion']

/**
 * The default weights. Chosen, not fitted: no public set has identity, depth and attacks of the same
 * people. Gates, not weights, keep strangers and attacks out (docs/decisions/0012-gates-before-sums.md).
 */
export const DEFAULT_FUSION_WEIGHTS: FusionWeights = { rgb: 0.4, depth: 0.25, liveness: 0.2, motion: 0.15 }

/**
 * Checked weights: every term named, each a finite number of at least 0, their sum above 0. They need not
 * sum to 1.
 * @throws ConfigurationError `invalid-options` naming the keys.
 */
export function parseFusionWeights(factory: string, weights: unknown): FusionWeights {
  if (typeof weights !== 'object' || weights === null) {
    const message = `expected an object with ${FUSION_TERMS.join(', ')}`
    refuseIssues(factory, [{ key: 'weights', message }])
  }
  const given = weights as Partial<Record<FusionTerm, unknown>>
  const parsed: Record<FusionTerm, number> = { rgb: 0, depth: 0, liveness: 0, motion: 0 }
  const issues: OptionIssue[] = unknownKeys(given, FUSION_TERMS).map((issue) => ({
    ...issue,
    key: `weights.${issue.key}`,
  }))
  for (const term of FUSION_TERMS) {
    const weight = given[term]
    if (typeof weight === 'number' && weight >= 0 && Number.isFinite(weight)) parsed[term] = weight
    else issues.push({ key: `weights.${term}`, message: 'expected a number of at least 0' })
  }
  const sum = FUSION_TERMS.reduce((total, term) => total + parsed[term], 0)
  if (issues.length === 0 && !(sum > 0 && Number.isFinite(sum))) {
    issues.push({ key: 'weights', message: 'expected at least one weight above 0, and a finite sum' })
  }
  refuseIssues(factory, issues)
  return parsed
}
