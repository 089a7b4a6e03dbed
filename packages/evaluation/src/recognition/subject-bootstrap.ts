import { EvaluationError } from '../evaluation-error.js'
import type { Interval } from '../statistics/clopper-pearson.js'
import { atOnce, inTurns, type WorkStep } from '../statistics/in-turns.js'
import { createSeededRandom } from '../statistics/seeded-random.js'
import type { ComparisonSet, ScoredComparisons } from './scored-comparisons.js'

export interface SubjectBootstrapOptions {
  readonly comparisons: ComparisonSet
  /** FMR and FNMR are resampled at these scores. */
  readonly thresholds?: readonly number[]
  /** The true accept rate is resampled at these FMRs, the threshold found anew in every replicate. */
  readonly targetFmrs?: readonly number[]
  /** @default 1000 */
  readonly replicates?: number
  /** @default 1 */
  readonly seed?: number
  /** Of the two-sided intervals. @default 0.95 */
  readonly confidence?: number
}

export interface SubjectBootstrap {
  readonly replicates: number
  readonly seed: number
  readonly equalErrorRate: Interval
  readonly atThresholds: readonly {
    readonly threshold: number
    readonly fmr: Interval
    readonly fnmr: Interval
    /** One-sided 95 % upper ends, for claims. */
    readonly fmrUpper95: number
    readonly fnmrUpper95: number
  }[]
  readonly atTargetFmrs: readonly { readonly targetFmr: number; readonly trueAcceptRate: Interval }[]
}

/** Scores are sorted into this many equal steps once; far finer than any interval is wide. */
const BINS = 1 << 16

function percentile(values: Float64Array, share: number): number {
  const position = share * (values.length - 1)
  const low = Math.floor(position)
  const high = Math.min(values.length - 1, low + 1)
  return values[low]! + (values[high]! - values[low]!) * (position - low)
}

function interval(values: Float64Array, confidence: number): Interval {
  const tail = (1 - confidence) / 2
  return { lower: percentile(values, tail), upper: percentile(values, 1 - tail) }
}

/**
 * How much the error rates would vary with other people: subjects are drawn with replacement, a comparison
 * counts as often as its people were drawn (the product, for two people). Comparisons that share people are
 * not independent, so this is wider, and more honest, than a binomial interval. It knows nothing of errors
 * that did not occur: with none in the sample its bound is 0, and the rule of three must speak instead.
 * Percentile intervals; scores are resolved to 1/65,536 of their range.
 *
 * Source: Bolle, Ratha, Pankanti, "Error analysis of pattern recognition systems: the subsets bootstrap"
 * (2004); vertex bootstrap of Snijders and Borgatti (1999) for pairs.
 * @throws EvaluationError `one-subject-only`
 */
export function bootstrapBySubject(options: SubjectBootstrapOptions): SubjectBootstrap {
  return atOnce(resample(options))
}

/** The same in turns, for millions of comparisons: it can be watched and stopped. */
export function bootstrapBySubjectInTurns(
  options: SubjectBootstrapOptions,
  watch: { readonly signal?: AbortSignal; onProgress?(step: WorkStep): void } = {},
): Promise<SubjectBootstrap> {
  return inTurns(resample(options), watch)
}

/** Yields after every replicate. */
function* resample(options: SubjectBootstrapOptions): Generator<WorkStep, SubjectBootstrap> {
  const { comparisons, thresholds = [], targetFmrs = [] } = options
  const { replicates = 1000, seed = 1, confidence = 0.95 } = options
  const { mated, nonMated, subjects } = comparisons
  if (subjects < 2) {
    throw new EvaluationError('Resampling people needs at least two subjects.', { code: 'one-subject-only' })
  }
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { scores } of [mated, nonMated]) {
    for (let i = 0; i < scores.length; i++) {
      const score = scores[i]!
      if (score < low) low = score
      if (score > high) high = score
    }
  }
  const scale = high > low ? (BINS - 1) / (high - low) : 0
  const toBin = (score: number): number => Math.floor((score - low) * scale)
  const sortedMated = sortByBin(mated, toBin)
  const sortedNonMated = sortByBin(nonMated, toBin)
  const edges = thresholds.map((threshold) =>
    Math.min(BINS, Math.max(0, Math.ceil((threshold - low) * scale))),
  )

  const results = {
    eer: new Float64Array(replicates),
    fmr: thresholds.map(() => new Float64Array(replicates)),
    fnmr: thresholds.map(() => new Float64Array(replicates)),
    tar: targetFmrs.map(() => new Float64Array(replicates)),
  }
  const random = createSeededRandom(seed)
  const drawn = new Uint32Array(subjects)
  const ones = new Uint32Array(subjects).fill(1)
  // Counts at and above a bin, so that a rate is one look-up.
  const matedAbove = new Float64Array(BINS + 1)
  const nonMatedAbove = new Float64Array(BINS + 1)
  for (let replicate = 0; replicate < replicates; replicate++) {
    do {
      drawn.fill(0)
      for (let i = 0; i < subjects; i++) drawn[random.integer(subjects)]!++
      accumulate(matedAbove, sortedMated, drawn, ones)
      accumulate(nonMatedAbove, sortedNonMated, drawn, drawn)
      // A draw without any mated or any non-mated comparison has no rate; draw again.
    } while (matedAbove[0] === 0 || nonMatedAbove[0] === 0)
    const fmrAt = (bin: number): number => nonMatedAbove[bin]! / nonMatedAbove[0]!
    const fnmrAt = (bin: number): number => 1 - matedAbove[bin]! / matedAbove[0]!
    /** The first bin whose FMR is at most what `limit` says for it; both sides are monotonic. */
    const firstBin = (fits: (bin: number) => boolean): number => {
      let from = 0
      let to = BINS
      while (from < to) {
        const middle = (from + to) >>> 1
        if (fits(middle)) to = middle
        else from = middle + 1
      }
      return from
    }
    const crossing = firstBin((bin) => fmrAt(bin) <= fnmrAt(bin))
    const gap = (bin: number): number => Math.abs(fmrAt(bin) - fnmrAt(bin))
    const nearest = crossing > 0 && gap(crossing - 1) < gap(crossing) ? crossing - 1 : crossing
    results.eer[replicate] = (fmrAt(nearest) + fnmrAt(nearest)) / 2
    edges.forEach((bin, i) => {
      results.fmr[i]![replicate] = fmrAt(bin)
      results.fnmr[i]![replicate] = fnmrAt(bin)
    })
    targetFmrs.forEach((target, i) => {
      results.tar[i]![replicate] = 1 - fnmrAt(firstBin((bin) => fmrAt(bin) <= target))
    })
    yield { done: replicate + 1, of: replicates }
  }
  for (const values of [results.eer, ...results.fmr, ...results.fnmr, ...results.tar]) values.sort()
  return {
    replicates,
    seed,
    equalErrorRate: interval(results.eer, confidence),
    atThresholds: thresholds.map((threshold, i) => ({
      threshold,
      fmr: interval(results.fmr[i]!, confidence),
      fnmr: interval(results.fnmr[i]!, confidence),
      fmrUpper95: percentile(results.fmr[i]!, 0.95),
      fnmrUpper95: percentile(results.fnmr[i]!, 0.95),
    })),
    atTargetFmrs: targetFmrs.map((targetFmr, i) => ({
      targetFmr,
      trueAcceptRate: interval(results.tar[i]!, confidence),
    })),
  }
}

/** Comparisons in order of their bin: those of bin b stand from `starts[b]` to `starts[b + 1]`. */
interface SortedComparisons {
  readonly starts: Uint32Array
  readonly first: Uint32Array
  readonly second: Uint32Array
}

/** Counting sort, so that every replicate reads memory from front to back. */
function sortByBin(comparisons: ScoredComparisons, toBin: (score: number) => number): SortedComparisons {
  const { scores } = comparisons
  const starts = new Uint32Array(BINS + 1)
  for (let i = 0; i < scores.length; i++) starts[toBin(scores[i]!) + 1]!++
  for (let bin = 0; bin < BINS; bin++) starts[bin + 1]! += starts[bin]!
  const next = starts.slice()
  const first = new Uint32Array(scores.length)
  const second = new Uint32Array(scores.length)
  for (let i = 0; i < scores.length; i++) {
    const place = next[toBin(scores[i]!)]!++
    first[place] = comparisons.first[i]!
    second[place] = comparisons.second[i]!
  }
  return { starts, first, second }
}

/** Fills `above[b]` with the number of comparisons in bin b or higher, weighted by both people's weights. */
function accumulate(
  above: Float64Array,
  { starts, first, second }: SortedComparisons,
  firstWeights: Uint32Array,
  secondWeights: Uint32Array,
): void {
  let total = 0
  above[BINS] = 0
  for (let bin = BINS - 1; bin >= 0; bin--) {
    const end = starts[bin + 1]!
    for (let i = starts[bin]!; i < end; i++) {
      total += firstWeights[first[i]!]! * secondWeights[second[i]!]!
    }
    above[bin] = total
  }
}
