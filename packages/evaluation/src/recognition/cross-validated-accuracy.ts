import { EvaluationError } from '../evaluation-error.js'

/** One comparison with its truth. */
export interface LabelledScore {
  readonly score: number
  readonly mated: boolean
}

export interface CrossValidatedAccuracy {
  /** Mean share of right decisions over the folds, 0..1. */
  readonly accuracy: number
  /** Standard error of the mean: standard deviation / sqrt(folds). */
  readonly standardError: number
  /** Sample standard deviation over the folds, which many papers print after the +-. */
  readonly standardDeviation: number
  readonly folds: readonly { readonly threshold: number; readonly accuracy: number; readonly pairs: number }[]
}

/** The threshold with the most right decisions, in the middle of the best gap; the lowest one among equals. */
export function mostAccurateThreshold(scores: readonly LabelledScore[]): number {
  const ascending = [...scores].sort((a, b) => a.score - b.score)
  let right = ascending.reduce((count, { mated }) => count + (mated ? 1 : 0), 0)
  let best = { right, threshold: (ascending[0]?.score ?? 0) - 1e-6 }
  for (let i = 0; i < ascending.length; i++) {
    right += ascending[i]!.mated ? -1 : 1
    const next = ascending[i + 1]?.score ?? ascending[i]!.score + 2e-6
    if (next > ascending[i]!.score && right > best.right) {
      best = { right, threshold: (ascending[i]!.score + next) / 2 }
    }
  }
  return best.threshold
}

/**
 * The protocol of Labeled Faces in the Wild: for every fold the threshold is chosen on the other folds and
 * the decisions are counted on the one left out (Huang et al. 2007, "image-restricted" and later settings).
 * @throws EvaluationError `sample-too-small` for fewer than two folds or an empty one.
 */
export function crossValidateAccuracy(folds: readonly (readonly LabelledScore[])[]): CrossValidatedAccuracy {
  if (folds.length < 2 || folds.some((fold) => fold.length === 0)) {
    throw new EvaluationError('Cross-validation needs at least two folds, none of them empty.', {
      code: 'sample-too-small',
    })
  }
  const results = folds.map((fold, left) => {
    const threshold = mostAccurateThreshold(folds.filter((_, i) => i !== left).flat())
    const right = fold.filter(({ score, mated }) => score >= threshold === mated).length
    return { threshold, accuracy: right / fold.length, pairs: fold.length }
  })
  const accuracy = results.reduce((sum, fold) => sum + fold.accuracy, 0) / results.length
  const squares = results.reduce((sum, fold) => sum + (fold.accuracy - accuracy) ** 2, 0)
  const standardDeviation = Math.sqrt(squares / (results.length - 1))
  return {
    accuracy,
    standardDeviation,
    standardError: standardDeviation / Math.sqrt(results.length),
    folds: results,
  }
}

/** Cuts one list into folds of neighbours that are equally mixed: for pair files that come without folds. */
export function splitIntoFolds(scores: readonly LabelledScore[], count = 10): readonly LabelledScore[][] {
  const folds: LabelledScore[][] = Array.from({ length: Math.min(count, scores.length) }, () => [])
  for (const mated of [true, false]) {
    const kind = scores.filter((score) => score.mated === mated)
    kind.forEach((score, i) => {
      folds[Math.floor((i * folds.length) / kind.length)]!.push(score)
    })
  }
  return folds.filter((fold) => fold.length > 0)
}
