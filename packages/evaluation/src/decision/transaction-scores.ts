import { ASSURANCE_LEVELS, type AssuranceLevel } from '@faceward/spec'
import type { Attempt, Transaction } from './transaction.js'

/** The gates of the policy that scores are tuned behind; as in `createGatedPolicy`. */
export interface Gates {
  readonly minimumLiveness: number
  readonly unassessedLiveness: 're_verify' | 'allow'
  readonly requireAssurance: AssuranceLevel
  /** Attempts of one transaction that count. */
  readonly mostAttempts: number
}

/** Gives an attempt its fused score, 0..1. */
export type FuseAttempt = (attempt: Attempt) => number

/** Whether a gate rejects an attempt, whatever the thresholds of similarity and fused score. */
export function isRejectedByGate({ terms, stopped }: Attempt, gates: Gates): boolean {
  return stopped === 'reject' || (terms.liveness !== undefined && terms.liveness < gates.minimumLiveness)
}

/** Whether an attempt passes every gate that no threshold of the fused score moves. */
export function passesGates(attempt: Attempt, gates: Gates): boolean {
  if (attempt.stopped || isRejectedByGate(attempt, gates)) return false
  if (attempt.terms.liveness === undefined && gates.unassessedLiveness === 're_verify') return false
  return ASSURANCE_LEVELS.indexOf(attempt.assurance) >= ASSURANCE_LEVELS.indexOf(gates.requireAssurance)
}

/**
 * The highest accept threshold at which a transaction would be accepted, -1 where the gates stop it at any.
 * An attempt needs both its similarity and its fused score at or above the threshold (rule 2), and a
 * transaction needs one such attempt.
 */
export function acceptScore(transaction: Transaction, gates: Gates, fuse: FuseAttempt): number {
  return highest(transaction, gates, (attempt) =>
    passesGates(attempt, gates) ? Math.min(attempt.terms.rgb, fuse(attempt)) : -1,
  )
}

/**
 * The lowest reject threshold at which a transaction would be rejected outright, that is in all its attempts:
 * -1 where the gates reject it at any, above 1 where it is asked again at any.
 */
export function rejectScore(transaction: Transaction, gates: Gates, fuse: FuseAttempt): number {
  return highest(transaction, gates, (attempt) => {
    if (attempt.stopped === 're_verify') return 2
    return isRejectedByGate(attempt, gates) ? -1 : Math.min(attempt.terms.rgb, fuse(attempt))
  })
}

function highest(
  { attempts }: Transaction,
  { mostAttempts }: Gates,
  score: (attempt: Attempt) => number,
): number {
  return Math.max(-1, ...attempts.slice(0, mostAttempts).map(score))
}
