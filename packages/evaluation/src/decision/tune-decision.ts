import { DEFAULT_FUSION_WEIGHTS, FUSION_TERMS } from '@faceward/fusion'
import type { FusionTerm, FusionWeights } from '@faceward/spec'
import { EvaluationError } from '../evaluation-error.js'
import { inTurns, type WorkStep } from '../statistics/in-turns.js'
import { splitBySubject } from './split-by-subject.js'
import type { Transaction } from './transaction.js'
import {
  lowestThreshold,
  type ScoredTransactions,
  scoreTransactions,
  type TransactionRates,
  transactionRates,
} from './transaction-rates.js'
import type { Gates } from './transaction-scores.js'
import { distanceFromDefault, weightCandidates, weightedScore } from './weight-candidates.js'

export interface TuneDecisionOptions {
  readonly transactions: readonly Transaction[]
  /** False accept rate per transaction, zero effort. */
  readonly targetFar: number
  /** False rejects outright (the `reject` outcome, not `re_verify`) per transaction. */
  readonly targetFrr: number
  /** For every PAI species. @default 0.07, NIST SP 800-63A-4 */
  readonly targetIapar?: number
  /** As the engine will be set. Defaults: liveness 0.4, `re_verify`, `none`, 5 attempts. */
  readonly gates?: Partial<Gates>
  /** Weights are tried in steps of 1 / this. @default 20 */
  readonly weightSteps?: number
  /** Splits people into those chosen on and those reported on. @default 1 */
  readonly seed?: number
  readonly whenUnsupported?: 'refuse' | 'extrapolate'
}

/** One setting with the rates it had on people it was not chosen on. */
export interface DecisionSetting {
  readonly weights: FusionWeights
  readonly acceptThreshold: number
  readonly rejectThreshold: number
  readonly heldOut: TransactionRates
}

export interface TunedDecision {
  /** What to use: the tuned weights where they helped on held-out people, else the default ones. */
  readonly setting: DecisionSetting
  readonly adopted: 'tuned-weights' | 'default-weights'
  /** The default weights with thresholds chosen the same way. */
  readonly withDefaultWeights: DecisionSetting
  readonly withTunedWeights: DecisionSetting
  /** The sample was smaller than 3/target; the thresholds are a guess. */
  readonly unsupported: boolean
}

/** What an engine has unless told otherwise, with five attempts a transaction. */
export const DEFAULT_GATES: Gates = {
  minimumLiveness: 0.4,
  unassessedLiveness: 're_verify',
  requireAssurance: 'none',
  mostAttempts: 5,
}

/**
 * Chooses weights and thresholds of the fused score on half of the people and reports on the other half. The
 * accept threshold is the lowest that keeps FAR and every species' IAPAR; the weights are those that then
 * reject the fewest mated transactions, the nearest to the default ones among equals; the reject threshold is
 * the highest at which no more than the target FRR is rejected outright.
 * @throws EvaluationError `sample-too-small`, `one-subject-only`
 */
export function tuneDecision(
  options: TuneDecisionOptions,
  watch: { readonly signal?: AbortSignal; onProgress?(step: WorkStep): void } = {},
): Promise<TunedDecision> {
  return inTurns(tryWeights(options), watch)
}

/** Yields after every candidate. */
function* tryWeights(options: TuneDecisionOptions): Generator<WorkStep, TunedDecision> {
  const { transactions, targetFar, targetFrr, targetIapar = 0.07 } = options
  const gates = { ...DEFAULT_GATES, ...options.gates }
  const { chosenOn, heldOut } = splitBySubject(transactions, options.seed ?? 1)
  const unsupported = checkSupport(chosenOn, targetFar, targetFrr, options.whenUnsupported ?? 'refuse')
  const occurring = new Set<FusionTerm>(
    FUSION_TERMS.filter((term) =>
      chosenOn.some(({ attempts }) => attempts.some(({ terms }) => terms[term] !== undefined)),
    ),
  )
  const settle = (weights: FusionWeights) => {
    const scored = scoreTransactions(chosenOn, gates, (attempt) => weightedScore(weights, attempt))
    const acceptThreshold = lowestThreshold(scored, { far: targetFar, iapar: targetIapar })
    return { weights, scored, acceptThreshold, frr: rejected(scored, acceptThreshold) }
  }
  let best = settle(DEFAULT_FUSION_WEIGHTS)
  const byDefault = best
  const candidates = [...weightCandidates(occurring, options.weightSteps ?? 20)]
  for (const [done, weights] of candidates.entries()) {
    yield { done, of: candidates.length }
    const candidate = settle(weights)
    const better = candidate.frr - best.frr
    if (better < 0 || (better === 0 && distanceFromDefault(weights) < distanceFromDefault(best.weights))) {
      best = candidate
    }
  }
  const finish = ({ weights, scored, acceptThreshold }: ReturnType<typeof settle>): DecisionSetting => ({
    weights,
    acceptThreshold,
    rejectThreshold: highestReject(scored, targetFrr, acceptThreshold),
    heldOut: transactionRates(
      scoreTransactions(heldOut, gates, (attempt) => weightedScore(weights, attempt)),
      acceptThreshold,
    ),
  })
  const withDefaultWeights = finish(byDefault)
  const withTunedWeights = finish(best)
  const helped = isBetter(withTunedWeights.heldOut, withDefaultWeights.heldOut)
  return {
    setting: helped ? withTunedWeights : withDefaultWeights,
    adopted: helped ? 'tuned-weights' : 'default-weights',
    withDefaultWeights,
    withTunedWeights,
    unsupported,
  }
}

const rejected = ({ mated }: ScoredTransactions, threshold: number): number =>
  mated.filter((score) => score < threshold).length / mated.length

/** Fewer false rejects on held-out people, and not more false accepts or accepted attacks. */
export function isBetter(one: TransactionRates, other: TransactionRates): boolean {
  const worst = ({ iapar }: TransactionRates): number => iapar[0]?.rate ?? 0
  return one.frr.errors < other.frr.errors && one.far.errors <= other.far.errors && worst(one) <= worst(other)
}

/** Below the accept threshold, in steps of 0.001. */
function highestReject({ matedRejects }: ScoredTransactions, targetFrr: number, accept: number): number {
  const allowed = Math.floor(targetFrr * matedRejects.length + 1e-9)
  const ascending = [...matedRejects].sort((a, b) => a - b)
  // The policy rejects at the threshold itself, so it must stay below the first score to be spared.
  const spared = ascending[allowed] ?? accept
  return Math.max(0, Math.min(Math.ceil(spared * 1000 - 1e-9) - 1, Math.round(accept * 1000) - 1) / 1000)
}

function checkSupport(
  transactions: readonly Transaction[],
  targetFar: number,
  targetFrr: number,
  whenUnsupported: 'refuse' | 'extrapolate',
): boolean {
  const missing = (
    [
      ['FAR', 'non-mated', targetFar],
      ['FRR', 'mated', targetFrr],
    ] as const
  ).flatMap(([rate, kind, target]) => {
    if (!(target > 0 && target < 1)) {
      throw new EvaluationError(`A target ${rate} lies between 0 and 1, got ${target}.`, {
        code: 'invalid-argument',
      })
    }
    const count = transactions.filter((transaction) => transaction.kind === kind).length
    return target * count >= 3 - 1e-9
      ? []
      : [
          `${rate} ${target} needs ${Math.ceil(3 / target - 1e-9)} ${kind} transactions of the people chosen on; there are ${count}`,
        ]
  })
  if (missing.length > 0 && whenUnsupported === 'refuse') {
    throw new EvaluationError(`${missing.join('; ')}.`, { code: 'sample-too-small' })
  }
  return missing.length > 0
}
