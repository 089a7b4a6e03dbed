import type { AssuranceLevel } from './liveness.js'
import type { Plugin } from './plugin.js'
import type { Reason } from './reason.js'

/** The terms of the fused score. */
export type FusionTerm = 'rgb' | 'depth' | 'liveness' | 'motion'

/** One weight for each term; at least one above 0. */
export type FusionWeights = Readonly<Record<FusionTerm, number>>

/** The scores of one comparison, each 0..1; an absent term is missing, never 0 and never 1 (rule 4). */
export type FusionInput = Readonly<Partial<Record<FusionTerm, number>>>

export interface FusionResult {
  /** 0..1 */
  readonly score: number
  /** What each present term added: renormalised weight times score; they sum to `score`. */
  readonly contributions: Readonly<Partial<Record<FusionTerm, number>>>
  /** The weights after renormalising over the present terms; they sum to 1. */
  readonly weights: Readonly<Partial<Record<FusionTerm, number>>>
  readonly missing: readonly FusionTerm[]
}

/** What a learned fusion may weigh the terms by besides their scores; absent is not known. */
export interface FusionContext {
  /** Overall quality of the compared sample, 0..1. */
  readonly quality?: number
  /** Where the depth behind the depth score came from. */
  readonly depthKind?: 'sensed' | 'estimated'
}

/** Fuses scores into one. A pure function of numbers. */
export interface Fusion extends Plugin {
  /** @throws FusionError when no weighted term is present or a score lies outside [0, 1]. */
  fuse(input: FusionInput, context?: FusionContext): FusionResult
}

export type Outcome = 'accept' | 'reject' | 're_verify'

/** What the policy decides on. */
export interface DecisionInput {
  /** The calibrated identity similarity of the comparison (RGB), 0..1. */
  readonly similarity: number
  readonly fused: FusionResult
  readonly liveness: {
    readonly status: 'scored' | 'not_assessed'
    readonly score?: number
    readonly vetoed: boolean
    readonly assurance: AssuranceLevel
  }
}

export interface Decision {
  readonly outcome: Outcome
  readonly reasons: readonly Reason[]
  /** The policy and its thresholds, for the audit. */
  readonly policyId: string
}

/** Gates first, then the fused score (rule 2). A pure function of numbers. */
export interface DecisionPolicy extends Plugin {
  /**
   * It never accepts a similarity below this, so that the calibration's FMR there bounds that of a comparison. Without
   * it the engine states no error rate and makes one comparison a verification.
   */
  readonly acceptSimilarity?: number
  decide(input: DecisionInput): Decision
}
