import {
  type AttentionCoefficients,
  type AttentionGate,
  attentionWeights,
  DEFAULT_FUSION_WEIGHTS,
  FUSION_TERMS,
} from '@faceward/fusion'
import type { FusionTerm, FusionWeights } from '@faceward/spec'
import { inTurns, type WorkStep } from '../statistics/in-turns.js'
import { splitBySubject } from './split-by-subject.js'
import type { Attempt, Transaction } from './transaction.js'
import {
  lowestThreshold,
  scoreTransactions,
  type TransactionRates,
  transactionRates,
} from './transaction-rates.js'
import { type Gates, passesGates } from './transaction-scores.js'
import { DEFAULT_GATES, isBetter } from './tune-decision.js'
import { weightedScore } from './weight-candidates.js'

export interface TrainAttentionGateOptions {
  readonly transactions: readonly Transaction[]
  /** Both fusions are compared at this FAR per transaction. */
  readonly targetFar: number
  /** @default 0.07 */
  readonly targetIapar?: number
  readonly gates?: Partial<Gates>
  /** Where training starts and what the gate is compared with. @default the default weights */
  readonly weights?: FusionWeights
  /** How strongly the gate is held to the fixed weights. @default 0.01 */
  readonly pull?: number
  /** @default 400 */
  readonly iterations?: number
  /** @default 1 */
  readonly seed?: number
  readonly provenance: Pick<AttentionGate['provenance'], 'dataset' | 'date' | 'command'>
}

export interface TrainedAttentionGate {
  readonly gate: AttentionGate
  /** Whether the gate rejected fewer of the held-out people at no higher FAR and IAPAR. Use it only then. */
  readonly helps: boolean
  readonly heldOut: { readonly gate: TransactionRates; readonly fixedWeights: TransactionRates }
}

type Terms = Record<FusionTerm, { -readonly [Key in keyof AttentionCoefficients]: number }>

const COEFFICIENTS = ['bias', 'score', 'quality', 'estimated'] as const
/** Steepness and middle of the loss: a fused score of 0.85 is a clear yes, one of 0.45 a clear no. */
const STEEPNESS = 12
const MIDDLE = 0.65

/**
 * Learns the gate of `createAttentionFusion` on half of the people: logistic loss on the fused score of
 * attempts that pass the gates, mated against non-mated and attacks with equal weight, Adam over the whole
 * set. Nothing is random but the split, so equal input gives an equal gate. Reported on the other half.
 * @throws EvaluationError `one-subject-only`, `sample-too-small`
 */
export function trainAttentionGate(
  options: TrainAttentionGateOptions,
  watch: { readonly signal?: AbortSignal; onProgress?(step: WorkStep): void } = {},
): Promise<TrainedAttentionGate> {
  return inTurns(train(options), watch)
}

/** Yields after every step of the descent. */
function* train(options: TrainAttentionGateOptions): Generator<WorkStep, TrainedAttentionGate> {
  const gates = { ...DEFAULT_GATES, ...options.gates }
  const weights = options.weights ?? DEFAULT_FUSION_WEIGHTS
  const { chosenOn, heldOut } = splitBySubject(options.transactions, options.seed ?? 1)
  const terms = yield* descend(chosenOn, gates, weights, options)

  const fuseByGate = (attempt: Attempt): number => gatedScore(terms, attempt)
  const fuseByWeights = (attempt: Attempt): number => weightedScore(weights, attempt)
  const targets = { far: options.targetFar, iapar: options.targetIapar ?? 0.07 }
  const report = (fuse: (attempt: Attempt) => number): TransactionRates =>
    transactionRates(
      scoreTransactions(heldOut, gates, fuse),
      lowestThreshold(scoreTransactions(chosenOn, gates, fuse), targets),
    )
  const rates = { gate: report(fuseByGate), fixedWeights: report(fuseByWeights) }
  const count = (kind: Transaction['kind']): number =>
    options.transactions.reduce((sum, t) => sum + (t.kind === kind ? t.attempts.length : 0), 0)
  return {
    gate: {
      format: 'faceward-attention-fusion/v1',
      terms,
      provenance: {
        ...options.provenance,
        attempts: { mated: count('mated'), nonMated: count('non-mated'), attack: count('attack') },
        subjects: new Set(options.transactions.map(({ subject }) => subject)).size,
        heldOut: {
          falseRejectRate: rates.gate.frr.measured,
          falseRejectRateOfFixedWeights: rates.fixedWeights.frr.measured,
        },
      },
    },
    helps: isBetter(rates.gate, rates.fixedWeights),
    heldOut: rates,
  }
}

function gatedScore(terms: AttentionGate['terms'], attempt: Attempt): number {
  const shares = attentionWeights({ terms }, attempt.terms, attempt.context)
  const score = FUSION_TERMS.reduce((sum, term) => sum + (shares[term] ?? 0) * (attempt.terms[term] ?? 0), 0)
  return Math.min(1, Math.round(score * 1e12) / 1e12)
}

function startingTerms(weights: FusionWeights): Terms {
  // A weight of 0 would be an exponent of minus infinity, from where nothing can be learned.
  const bias = (term: FusionTerm): number => Math.log(Math.max(1e-3, weights[term]))
  return Object.fromEntries(
    FUSION_TERMS.map((term) => [term, { bias: bias(term), score: 0, quality: 0, estimated: 0 }]),
  ) as Terms
}

/** Adam (Kingma and Ba 2015) with the coefficients' bounds put back after every step. */
function* descend(
  transactions: readonly Transaction[],
  gates: Gates,
  weights: FusionWeights,
  { pull = 0.01, iterations = 400 }: TrainAttentionGateOptions,
): Generator<WorkStep, Terms> {
  const examples = transactions.flatMap(({ kind, attempts }) =>
    attempts
      .filter((attempt) => passesGates(attempt, gates))
      .map((attempt) => ({ attempt, isMated: kind === 'mated' })),
  )
  const matedCount = examples.filter(({ isMated }) => isMated).length
  const otherCount = examples.length - matedCount
  const start = startingTerms(weights)
  const terms = startingTerms(weights)
  const first = zero()
  const second = zero()
  for (let iteration = 1; iteration <= iterations; iteration++) {
    yield { done: iteration, of: iterations }
    const gradient = zero()
    for (const { attempt, isMated } of examples) {
      const sign = isMated ? 1 : -1
      const shares = attentionWeights({ terms }, attempt.terms, attempt.context)
      const fused = gatedScore(terms, attempt)
      const weight = 1 / (2 * Math.max(1, isMated ? matedCount : otherCount))
      const slope = (-sign * STEEPNESS * weight) / (1 + Math.exp(sign * STEEPNESS * (fused - MIDDLE)))
      for (const term of FUSION_TERMS) {
        const score = attempt.terms[term]
        if (score === undefined) continue
        const byExponent = slope * shares[term]! * (score - fused)
        gradient[term].bias += byExponent
        gradient[term].score += byExponent * score
        gradient[term].quality += byExponent * ((attempt.context?.quality ?? 0.5) - 0.5)
        if (term === 'depth' && attempt.context?.depthKind === 'estimated')
          gradient[term].estimated += byExponent
      }
    }
    for (const term of FUSION_TERMS) {
      for (const name of COEFFICIENTS) {
        const slope = gradient[term][name] + pull * (terms[term][name] - start[term][name])
        first[term][name] = 0.9 * first[term][name] + 0.1 * slope
        second[term][name] = 0.999 * second[term][name] + 0.001 * slope * slope
        const mean = first[term][name] / (1 - 0.9 ** iteration)
        const scale = Math.sqrt(second[term][name] / (1 - 0.999 ** iteration)) + 1e-8
        terms[term][name] -= (0.05 * mean) / scale
      }
      terms[term].score = Math.max(-1, Math.min(1, terms[term].score))
      terms[term].estimated = Math.min(0, terms[term].estimated)
    }
  }
  return terms
}

function zero(): Terms {
  return Object.fromEntries(
    FUSION_TERMS.map((term) => [term, { bias: 0, score: 0, quality: 0, estimated: 0 }]),
  ) as Terms
}
