import { upperBound } from '../statistics/clopper-pearson.js'

/** The strongest statement a sample supports about one error rate. */
export interface ErrorClaim {
  readonly metric: 'FMR' | 'FNMR' | 'FAR' | 'FRR'
  readonly errors: number
  readonly comparisons: number
  readonly subjects: number
  /** The observed share; 0 is an observation, never a claim. */
  readonly measured: number
  /** One-sided 95 % upper bound: the highest of Clopper-Pearson, 3/N and, where given, the bootstrap's. */
  readonly upper95: number
  /** For example `FMR <= 1.3e-4 at 95 % (1,043 errors, 10,400,000 comparisons, 2,132 subjects)`. */
  readonly text: string
}

/** A rate in few digits: percent from 0.1 % up, powers of ten below. Rounded up: a claim must not round down. */
export function formatRateUp(rate: number): string {
  if (rate >= 0.001) {
    const digits = rate >= 0.1 ? 1 : 2
    const scale = 10 ** digits
    return `${(Math.ceil(rate * 100 * scale - 1e-9) / scale).toFixed(digits)} %`
  }
  if (rate <= 0) return '0'
  const exponent = Math.floor(Math.log10(rate))
  const mantissa = Math.ceil((rate / 10 ** exponent) * 10 - 1e-9) / 10
  return mantissa >= 10 ? `1.0e${exponent + 1}` : `${mantissa.toFixed(1)}e${exponent}`
}

const grouped = (count: number): string => count.toLocaleString('en-US')

/**
 * What may be claimed after `errors` errors in `comparisons` comparisons among `subjects` people. Never below
 * 3/N (rule of three, ISO/IEC 19795-1): few comparisons cannot show a small rate, however clean they are.
 * @throws EvaluationError `invalid-argument`
 */
export function claimErrorRate(sample: {
  readonly metric: ErrorClaim['metric']
  readonly errors: number
  readonly comparisons: number
  readonly subjects: number
  /** Upper end of the bootstrap by subject, which knows that comparisons share people. */
  readonly bootstrapUpper95?: number
}): ErrorClaim {
  const { metric, errors, comparisons, subjects } = sample
  const exact = upperBound(errors, comparisons)
  const upper95 = Math.min(1, Math.max(exact, 3 / comparisons, sample.bootstrapUpper95 ?? 0))
  const counts = [
    `${grouped(errors)} ${errors === 1 ? 'error' : 'errors'}`,
    `${grouped(comparisons)} comparisons`,
    `${grouped(subjects)} subjects`,
  ]
  return {
    metric,
    errors,
    comparisons,
    subjects,
    measured: errors / comparisons,
    upper95,
    text: `${metric} <= ${formatRateUp(upper95)} at 95 % (${counts.join(', ')})`,
  }
}
