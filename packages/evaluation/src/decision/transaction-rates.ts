import { EvaluationError } from '../evaluation-error.js'
import { type MeasuredRate, measureRate } from '../pad/pad-metrics.js'
import { claimErrorRate, type ErrorClaim } from '../recognition/error-claim.js'
import { createErrorRates } from '../recognition/error-rates.js'
import type { Transaction } from './transaction.js'
import { acceptScore, type FuseAttempt, type Gates, rejectScore } from './transaction-scores.js'

/** Transactions with the highest threshold that would accept each. */
export interface ScoredTransactions {
  readonly mated: readonly number[]
  /** Of the mated ones: the lowest reject threshold that would reject each outright. */
  readonly matedRejects: readonly number[]
  readonly nonMated: readonly number[]
  readonly attacks: ReadonlyMap<string, readonly number[]>
  readonly subjects: number
}

/** The rates of whole transactions at one accept threshold (ISO/IEC 19795-1, 30107-3). */
export interface TransactionRates {
  readonly acceptThreshold: number
  readonly far: ErrorClaim
  readonly frr: ErrorClaim
  /** Impostor attack presentation accept rate by PAI species, the worst first. */
  readonly iapar: readonly ({ readonly species: string } & MeasuredRate)[]
}

/** @throws EvaluationError `sample-too-small` without mated or without non-mated transactions. */
export function scoreTransactions(
  transactions: readonly Transaction[],
  gates: Gates,
  fuse: FuseAttempt,
): ScoredTransactions {
  const mated: number[] = []
  const matedRejects: number[] = []
  const nonMated: number[] = []
  const attacks = new Map<string, number[]>()
  for (const transaction of transactions) {
    const score = acceptScore(transaction, gates, fuse)
    if (transaction.kind === 'mated') {
      mated.push(score)
      matedRejects.push(rejectScore(transaction, gates, fuse))
    } else if (transaction.kind === 'non-mated') nonMated.push(score)
    else {
      const species = attacks.get(transaction.species ?? '') ?? []
      species.push(score)
      attacks.set(transaction.species ?? '', species)
    }
  }
  if (mated.length === 0 || nonMated.length === 0) {
    throw new EvaluationError(
      `Both kinds of transactions are needed; there are ${mated.length} mated and ${nonMated.length} non-mated.`,
      { code: 'sample-too-small' },
    )
  }
  return {
    mated,
    matedRejects,
    nonMated,
    attacks,
    subjects: new Set(transactions.map(({ subject }) => subject)).size,
  }
}

/** Counts what an accept threshold would let in and keep out. */
export function transactionRates(scored: ScoredTransactions, acceptThreshold: number): TransactionRates {
  const { mated, nonMated, attacks, subjects } = scored
  const claim = (metric: 'FAR' | 'FRR', errors: number, comparisons: number): ErrorClaim =>
    claimErrorRate({ metric, errors, comparisons, subjects })
  return {
    acceptThreshold,
    far: claim('FAR', nonMated.filter((score) => score >= acceptThreshold).length, nonMated.length),
    frr: claim('FRR', mated.filter((score) => score < acceptThreshold).length, mated.length),
    iapar: [...attacks]
      .map(([species, scores]) => ({
        species,
        ...measureRate(scores.filter((score) => score >= acceptThreshold).length, scores.length)!,
      }))
      .sort((a, b) => b.rate - a.rate || b.upper95 - a.upper95),
  }
}

/**
 * The lowest accept threshold, in steps of 0.001, at which FAR and every species' IAPAR keep their targets on
 * this sample.
 */
export function lowestThreshold(
  { mated, nonMated, attacks }: ScoredTransactions,
  targets: { readonly far: number; readonly iapar: number },
): number {
  const needed = [
    createErrorRates({ mated, nonMated }).thresholdAtFmr(targets.far),
    ...[...attacks.values()].map((scores) =>
      createErrorRates({ mated, nonMated: scores }).thresholdAtFmr(targets.iapar),
    ),
  ]
  return Math.min(1, Math.max(0.001, Math.ceil(Math.max(...needed) * 1000 - 1e-9) / 1000))
}
