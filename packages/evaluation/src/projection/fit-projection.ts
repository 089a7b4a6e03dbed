import type { EmbeddingTransform } from '@faceward/spec'
import { compareAll } from '../recognition/compare-all.js'
import { createErrorRates } from '../recognition/error-rates.js'
import { inTurns, type WorkStep } from '../statistics/in-turns.js'
import { createSeededRandom } from '../statistics/seeded-random.js'
import { type EmbeddingSet, selectPeople } from './embedding-set.js'
import {
  applyProjection,
  fitMethod,
  PROJECTION_METHODS,
  type ProjectionMethod,
} from './projection-methods.js'

export interface FitProjectionOptions {
  /** Chosen and fitted on these people. */
  readonly train: EmbeddingSet
  /** Reported on these, none of whom is in `train`. */
  readonly heldOut: EmbeddingSet
  /** Compared by the true accept rate at this FMR. @default 1e-3 */
  readonly targetFmr?: number
  /** @default 1 */
  readonly seed?: number
}

/** What a set of embeddings is worth. */
export interface ProjectionRates {
  readonly trueAcceptRate: number
  readonly equalErrorRate: number
  readonly matedComparisons: number
  readonly nonMatedComparisons: number
}

export interface FittedProjection {
  /** The best on folds of the training people; absent when none beat leaving embeddings alone. */
  readonly method?: ProjectionMethod
  readonly transform?: EmbeddingTransform
  /** Mean true accept rate of every method over the folds, people left out each time. */
  readonly tried: readonly { readonly method: ProjectionMethod; readonly trueAcceptRate: number }[]
  readonly untouched: number
  readonly heldOut: { readonly before: ProjectionRates; readonly after?: ProjectionRates }
  /** Whether it accepts more of the held-out people at the FMR and has no higher EER. Use it only then. */
  readonly helps: boolean
}

const FOLDS = 3

/**
 * A linear head for embeddings: tries a few methods on folds of the training people, fits the best on all of
 * them, and compares on people it has not seen. With few people most heads do harm; then it says so.
 * @throws EvaluationError `sample-too-small`, `one-subject-only`
 */
export function fitProjection(
  options: FitProjectionOptions,
  watch: { readonly signal?: AbortSignal; onProgress?(step: WorkStep): void } = {},
): Promise<FittedProjection> {
  return inTurns(tryMethods(options), watch)
}

/** Yields after every fold of every method. */
function* tryMethods(options: FitProjectionOptions): Generator<WorkStep, FittedProjection> {
  const { train, heldOut, targetFmr = 1e-3, seed = 1 } = options
  const people = [...new Set(train.subjects)].sort((a, b) => a - b)
  const random = createSeededRandom(seed)
  const foldOf = new Map(people.map((person) => [person, random.integer(FOLDS)]))
  const folds = Array.from({ length: FOLDS }, (_, fold) => ({
    rest: selectPeople(train, (subject) => foldOf.get(subject) !== fold),
    left: selectPeople(train, (subject) => foldOf.get(subject) === fold),
  }))
  const of = FOLDS * (PROJECTION_METHODS.length + 1)
  let done = 0
  function* meanOverFolds(fit: (rest: EmbeddingSet) => EmbeddingTransform): Generator<WorkStep, number> {
    let sum = 0
    for (const { rest, left } of folds) {
      sum += measure(left, fit(rest), targetFmr).trueAcceptRate / FOLDS
      yield { done: ++done, of }
    }
    return sum
  }
  const untouched = yield* meanOverFolds(() => ({}))
  const tried: { readonly method: ProjectionMethod; readonly trueAcceptRate: number }[] = []
  for (const method of PROJECTION_METHODS) {
    tried.push({ method, trueAcceptRate: yield* meanOverFolds((rest) => fitMethod(method, rest)) })
  }
  const best = tried.reduce((one, other) => (other.trueAcceptRate > one.trueAcceptRate ? other : one))
  const before = measure(heldOut, {}, targetFmr)
  if (best.trueAcceptRate <= untouched) return { tried, untouched, heldOut: { before }, helps: false }
  const transform = fitMethod(best.method, train)
  const after = measure(heldOut, transform, targetFmr)
  return {
    method: best.method,
    transform,
    tried,
    untouched,
    heldOut: { before, after },
    helps: after.trueAcceptRate > before.trueAcceptRate && after.equalErrorRate <= before.equalErrorRate,
  }
}

function measure(set: EmbeddingSet, transform: EmbeddingTransform, targetFmr: number): ProjectionRates {
  const isIdentity = transform.mean === undefined && transform.projection === undefined
  const vectors = isIdentity ? set.vectors : set.vectors.map((vector) => applyProjection(transform, vector))
  const { mated, nonMated } = compareAll({ vectors, subjects: set.subjects })
  const rates = createErrorRates({ mated: mated.scores, nonMated: nonMated.scores })
  return {
    trueAcceptRate: 1 - rates.at(rates.thresholdAtFmr(targetFmr)).fnmr,
    equalErrorRate: rates.equalErrorRate().rate,
    matedComparisons: rates.matedComparisons,
    nonMatedComparisons: rates.nonMatedComparisons,
  }
}
