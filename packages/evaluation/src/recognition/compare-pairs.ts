import { EvaluationError } from '../evaluation-error.js'
import { type AllComparisons, cosine } from './compare-all.js'

export interface ComparePairsOptions {
  /** By image; `undefined` for an image that gave no template. L2-normalised, all of one length. */
  readonly vectors: readonly (Float32Array | undefined)[]
  /** Indices into `vectors`. */
  readonly pairs: readonly { readonly first: number; readonly second: number; readonly mated: boolean }[]
  /** Who each image shows, where that is known: any whole number a person. */
  readonly subjects?: readonly (number | undefined)[]
}

/** The comparisons of a pairs list, with those that could not be made. */
export interface PairComparisons {
  readonly comparisons: AllComparisons
  /** The score of every pair in the order given; `undefined` where it could not be made. */
  readonly scores: readonly (number | undefined)[]
  readonly notMade: { readonly mated: number; readonly nonMated: number }
}

/**
 * Makes the comparisons that a list asks for. Where the list does not say who is shown, every pair gets
 * people of its own, so that a bootstrap by subject becomes one by pair.
 * @throws EvaluationError `sample-too-small` when no mated or no non-mated comparison is left.
 */
export function comparePairs({ vectors, pairs, subjects = [] }: ComparePairsOptions): PairComparisons {
  const people = new Map<string, number>()
  const person = (name: string): number => {
    const index = people.get(name) ?? people.size
    people.set(name, index)
    return index
  }
  const mated = list()
  const nonMated = list()
  const notMade = { mated: 0, nonMated: 0 }
  const scores = pairs.map((pair, i) => {
    const [a, b] = [vectors[pair.first], vectors[pair.second]]
    if (!a || !b) {
      notMade[pair.mated ? 'mated' : 'nonMated']++
      return undefined
    }
    const score = cosine(a, b)
    const [who, other] = [subjects[pair.first], subjects[pair.second]]
    const first = person(who === undefined ? `pair ${i}` : `person ${who}`)
    const second = pair.mated ? first : person(other === undefined ? `pair ${i} second` : `person ${other}`)
    const part = pair.mated ? mated : nonMated
    part.push({ score, first, second, images: [pair.first, pair.second] })
    return score
  })
  if (mated.length === 0 || nonMated.length === 0) {
    throw new EvaluationError(
      `Both kinds of comparisons are needed; ${mated.length} mated and ${nonMated.length} non-mated could be made.`,
      { code: 'sample-too-small' },
    )
  }
  return {
    comparisons: {
      mated: columns(mated),
      nonMated: columns(nonMated),
      matedImages: images(mated),
      nonMatedImages: images(nonMated),
      subjects: people.size,
      possibleNonMated: nonMated.length,
    },
    scores,
    notMade,
  }
}

interface Row {
  readonly score: number
  readonly first: number
  readonly second: number
  readonly images: readonly [number, number]
}

const list = (): Row[] => []

const columns = (rows: readonly Row[]) => ({
  scores: Float32Array.from(rows, ({ score }) => score),
  first: Uint32Array.from(rows, ({ first }) => first),
  second: Uint32Array.from(rows, ({ second }) => second),
})

const images = (rows: readonly Row[]) => ({
  first: Uint32Array.from(rows, ({ images: [first] }) => first),
  second: Uint32Array.from(rows, ({ images: [, second] }) => second),
})
