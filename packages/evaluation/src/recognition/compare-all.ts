import { EvaluationError } from '../evaluation-error.js'
import { atOnce, inTurns, type WorkStep } from '../statistics/in-turns.js'
import { createSeededRandom } from '../statistics/seeded-random.js'
import type { ComparisonSet } from './scored-comparisons.js'

export interface CompareAllOptions {
  /** L2-normalised, all of one length. */
  readonly vectors: readonly Float32Array[]
  /** Whose vector each is: any whole number a person. */
  readonly subjects: readonly number[]
  /** More non-mated comparisons than this are thinned to a seeded sample. @default 20,000,000 */
  readonly mostNonMated?: number
  /** @default 1 */
  readonly seed?: number
}

/** All comparisons of a set, with the images behind each; people are numbered in order of appearance. */
export interface AllComparisons extends ComparisonSet {
  /** Indices of the two images of every mated comparison. */
  readonly matedImages: { readonly first: Uint32Array; readonly second: Uint32Array }
  readonly nonMatedImages: { readonly first: Uint32Array; readonly second: Uint32Array }
  /** Non-mated comparisons there are; more than were made when thinned. */
  readonly possibleNonMated: number
}

/** Cosine of two unit vectors of one length. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  const whole = a.length - (a.length % 4)
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i]! * b[i]!
    s1 += a[i + 1]! * b[i + 1]!
    s2 += a[i + 2]! * b[i + 2]!
    s3 += a[i + 3]! * b[i + 3]!
  }
  for (let i = whole; i < a.length; i++) s0 += a[i]! * b[i]!
  return s0 + s1 + s2 + s3
}

/**
 * Compares every image with every other by cosine: all mated and, up to a limit, all non-mated comparisons.
 * @throws EvaluationError `one-subject-only`, `sample-too-small` when nobody has two images.
 */
export function compareAll(options: CompareAllOptions): AllComparisons {
  return atOnce(compareRows(options))
}

/** The same in turns, for sets that take more than a moment: it can be watched and stopped. */
export function compareAllInTurns(
  options: CompareAllOptions,
  watch: { readonly signal?: AbortSignal; onProgress?(step: WorkStep): void } = {},
): Promise<AllComparisons> {
  return inTurns(compareRows(options), watch)
}

/** Yields after every image. */
function* compareRows(options: CompareAllOptions): Generator<WorkStep, AllComparisons> {
  const { vectors, subjects, mostNonMated = 20_000_000, seed = 1 } = options
  const count = vectors.length
  const people = new Map<number, number>()
  for (const subject of subjects) people.set(subject, (people.get(subject) ?? 0) + 1)
  // Dense indices, so that whoever resamples people draws only those who are there.
  const dense = new Map([...people.keys()].map((subject, index) => [subject, index]))
  const whose = Uint32Array.from(subjects, (subject) => dense.get(subject)!)
  if (people.size < 2) {
    throw new EvaluationError('Non-mated comparisons need two people or more.', { code: 'one-subject-only' })
  }
  const mated = [...people.values()].reduce((sum, images) => sum + (images * (images - 1)) / 2, 0)
  if (mated === 0) {
    throw new EvaluationError('Nobody has two images, so there is no mated comparison.', {
      code: 'sample-too-small',
    })
  }
  const possibleNonMated = (count * (count - 1)) / 2 - mated
  const keep = Math.min(1, mostNonMated / possibleNonMated)
  const random = createSeededRandom(seed)
  const own = collector(mated)
  // Room for the random number of kept comparisons: mean plus six standard deviations.
  const room = keep === 1 ? possibleNonMated : Math.ceil(mostNonMated + 6 * Math.sqrt(mostNonMated) + 1)
  const others = collector(room)
  for (let i = 0; i < count; i++) {
    const a = vectors[i]!
    const who = whose[i]!
    for (let j = i + 1; j < count; j++) {
      const other = whose[j]!
      if (who === other) own.add(cosine(a, vectors[j]!), i, j, who, who)
      else if (keep === 1 || random.next() < keep) others.add(cosine(a, vectors[j]!), i, j, who, other)
    }
    yield { done: i + 1, of: count }
  }
  const matedPart = own.finish()
  const nonMatedPart = others.finish()
  return {
    mated: matedPart.comparisons,
    nonMated: nonMatedPart.comparisons,
    matedImages: matedPart.images,
    nonMatedImages: nonMatedPart.images,
    subjects: people.size,
    possibleNonMated,
  }
}

function collector(room: number) {
  const scores = new Float32Array(room)
  const [first, second, imageA, imageB] = Array.from({ length: 4 }, () => new Uint32Array(room)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ]
  let used = 0
  return {
    add(score: number, i: number, j: number, who: number, other: number): void {
      if (used === room) return
      scores[used] = score
      first[used] = who
      second[used] = other
      imageA[used] = i
      imageB[used] = j
      used++
    },
    finish: () => ({
      comparisons: {
        scores: scores.subarray(0, used),
        first: first.subarray(0, used),
        second: second.subarray(0, used),
      },
      images: { first: imageA.subarray(0, used), second: imageB.subarray(0, used) },
    }),
  }
}
