import type { CueReport } from '@faceward/spec'

/** What the scored cues can show: which of the model's biases applies. */
export type PadEvidenceKind = 'stills' | 'sequence' | 'challenge'

/** A logistic model over the scores of one kind of evidence. */
export interface PadFusionTerms {
  /** So that a score of 0.5 is the operating point. */
  readonly bias: number
  /** By cue id: what a point of log-odds of the cue is worth, 0 or more. */
  readonly weights: Readonly<Record<string, number>>
  /** By cue id: what is added when it abstained; 0 or less, so that abstaining never helps. */
  readonly absent: Readonly<Record<string, number>>
}

/** How cue scores become one, and what that was fitted on. */
export interface PadFusionModel {
  readonly id: string
  readonly kinds: Readonly<Record<PadEvidenceKind, PadFusionTerms>>
  readonly provenance: string
}

/** One cue speaks at most this many log-odds, before its weight. */
const FARTHEST = 4

/**
 * One PAD score of the cues that judged; `undefined` when none did. Cues that the model knows are summed in log-odds;
 * any other cue, a vendor's or one that was not fitted, can only lower the result: its score is an upper bound.
 */
export function fuseCues(reports: readonly CueReport[], model: PadFusionModel): number | undefined {
  const { bias, weights, absent } = model.kinds[evidenceKind(reports)]
  let sum = bias
  let known = 0
  let bound = 1
  let judged = 0
  for (const { cueId, result } of reports) {
    const weight = weights[cueId]
    if (result.status === 'abstained') {
      sum += Math.min(0, absent[cueId] ?? 0)
      continue
    }
    judged++
    if (weight === undefined) bound = Math.min(bound, result.score)
    else {
      known++
      sum += Math.max(0, weight) * logOdds(result.score)
    }
  }
  if (judged === 0) return undefined
  return known === 0 ? bound : Math.min(bound, 1 / (1 + Math.exp(-sum)))
}

/** What the cues that scored could show together. */
export function evidenceKind(reports: readonly CueReport[]): PadEvidenceKind {
  const scored = new Set(
    reports.filter(({ result }) => result.status === 'scored').map(({ family }) => family),
  )
  if (scored.has('challenge')) return 'challenge'
  return scored.has('motion') || scored.has('blink') || scored.has('integrity') ? 'sequence' : 'stills'
}

export function logOdds(score: number): number {
  const odds = Math.log(Math.max(score, 1e-9) / Math.max(1 - score, 1e-9))
  return Math.max(-FARTHEST, Math.min(FARTHEST, odds))
}
