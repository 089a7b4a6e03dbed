import { type OptionIssue, refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import { ConfigurationError, type FusionContext, type FusionInput, type FusionTerm } from '@faceward/spec'
import { FUSION_TERMS } from './fusion-weights.js'

/** What decides how much one term counts: the exponent of its share before normalising. */
export interface AttentionCoefficients {
  /** The logarithm of its weight when everything else is 0. */
  readonly bias: number
  /**
   * How its own score moves its weight, -1 to 1. Within these bounds the fused score can never fall when a
   * score rises: the derivative is `weight * (1 + score coefficient * (score - fused))`, and both scores lie
   * in [0, 1].
   */
  readonly score: number
  /** Times the sample's quality less 0.5; no effect where the quality is not known. */
  readonly quality: number
  /** Added where the term is depth and the depth was estimated, not sensed; never above 0. */
  readonly estimated: number
}

/** A learned gate over the terms, small enough to be read by a person. `faceward train-fusion` writes it. */
export interface AttentionGate {
  readonly format: 'faceward-attention-fusion/v1'
  readonly terms: Readonly<Record<FusionTerm, AttentionCoefficients>>
  readonly provenance: AttentionProvenance
}

/** Where a gate comes from, and that it was worth adopting. */
export interface AttentionProvenance {
  readonly dataset: string
  readonly attempts: { readonly mated: number; readonly nonMated: number; readonly attack: number }
  readonly subjects: number
  /** ISO 8601 date. */
  readonly date: string
  readonly command: string
  /** On people it was not trained with: false reject rate at the same false accept rate, against fixed weights. */
  readonly heldOut: { readonly falseRejectRate: number; readonly falseRejectRateOfFixedWeights: number }
}

const COEFFICIENTS = ['bias', 'score', 'quality', 'estimated'] as const

/** The share of every present term; they sum to 1. */
export function attentionWeights(
  gate: Pick<AttentionGate, 'terms'>,
  input: FusionInput,
  context: FusionContext = {},
): Readonly<Partial<Record<FusionTerm, number>>> {
  const present = FUSION_TERMS.filter((term) => input[term] !== undefined)
  const exponents = present.map((term) => {
    const { bias, score, quality, estimated } = gate.terms[term]
    const isEstimated = term === 'depth' && context.depthKind === 'estimated'
    return (
      bias + score * input[term]! + quality * ((context.quality ?? 0.5) - 0.5) + (isEstimated ? estimated : 0)
    )
  })
  const highest = Math.max(...exponents)
  const powers = exponents.map((exponent) => Math.exp(exponent - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return Object.fromEntries(present.map((term, i) => [term, powers[i]! / total]))
}

/**
 * Checks a gate that came from a file.
 * @throws ConfigurationError `invalid-options` naming what is wrong.
 */
export function parseAttentionGate(json: unknown): AttentionGate {
  const gate = json as Partial<AttentionGate> | null
  if (typeof gate !== 'object' || gate === null || gate.format !== 'faceward-attention-fusion/v1') {
    throw new ConfigurationError('This is no attention fusion gate; faceward train-fusion makes one.', {
      code: 'invalid-options',
      issues: [{ key: 'format', message: "expected 'faceward-attention-fusion/v1'" }],
    })
  }
  const terms = (gate.terms ?? {}) as Partial<Record<FusionTerm, Partial<Record<string, unknown>>>>
  const issues: OptionIssue[] = [
    ...unknownKeys(gate, ['format', 'terms', 'provenance']),
    ...unknownKeys(terms, FUSION_TERMS).map(prefixed('terms')),
  ]
  for (const term of FUSION_TERMS) {
    const coefficients = terms[term] ?? {}
    issues.push(...unknownKeys(coefficients, COEFFICIENTS).map(prefixed(`terms.${term}`)))
    for (const name of COEFFICIENTS) {
      const value = coefficients[name]
      const key = `terms.${term}.${name}`
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        issues.push({ key, message: 'expected a number' })
      } else if (name === 'score' && Math.abs(value) > 1) {
        issues.push({ key, message: 'expected -1 to 1, so that a higher score never lowers the result' })
      } else if (name === 'estimated' && value > 0) {
        issues.push({
          key,
          message: 'expected 0 or less: estimated depth never counts more than sensed depth',
        })
      }
    }
  }
  if (typeof gate.provenance !== 'object' || gate.provenance === null) {
    issues.push({ key: 'provenance', message: 'expected where the gate comes from' })
  }
  refuseIssues('parseAttentionGate', issues)
  return gate as AttentionGate
}

const prefixed =
  (prefix: string) =>
  (issue: OptionIssue): OptionIssue => ({ ...issue, key: `${prefix}.${issue.key}` })
