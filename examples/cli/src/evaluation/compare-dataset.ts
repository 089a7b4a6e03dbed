import {
  type AllComparisons,
  type CrossValidatedAccuracy,
  compareAllInTurns,
  comparePairs,
  crossValidateAccuracy,
  type EnrolmentFailure,
  type LabelledScore,
  splitIntoFolds,
  type WorkStep,
} from '@faceward/evaluation'
import type { ImageOutcome } from './image-outcome.js'
import type { RecognitionDataset } from './recognition-dataset.js'

/** The comparisons of a data set, ready to be evaluated. */
export interface ComparedDataset {
  readonly comparisons: AllComparisons
  /** Names by the image indices of the comparisons. */
  readonly imageNames: readonly string[]
  /** The person behind every subject index, where known. */
  readonly people: readonly (string | undefined)[]
  readonly enrolmentFailures: readonly EnrolmentFailure[]
  readonly comparisonsNotMade: { readonly mated: number; readonly nonMated: number }
  readonly accuracy?: CrossValidatedAccuracy
}

export interface CompareDatasetOptions {
  readonly mostNonMated?: number
  readonly seed?: number
  readonly signal: AbortSignal
  readonly onProgress?: (step: WorkStep) => void
}

/** Makes the comparisons that the data set's protocol asks for. */
export async function compareDataset(
  dataset: RecognitionDataset,
  outcomes: readonly ImageOutcome[],
  options: CompareDatasetOptions,
): Promise<ComparedDataset> {
  const enrolmentFailures = outcomes.flatMap((outcome, i) =>
    outcome.status === 'refused' ? [{ image: dataset.images[i]!.name, reason: outcome.reason }] : [],
  )
  const compared = dataset.folds
    ? compareListed(dataset, dataset.folds, outcomes)
    : await compareEverything(dataset, outcomes, options)
  return { ...compared, enrolmentFailures }
}

function compareListed(
  { images, people }: RecognitionDataset,
  folds: NonNullable<RecognitionDataset['folds']>,
  outcomes: readonly ImageOutcome[],
): Omit<ComparedDataset, 'enrolmentFailures'> {
  const numbers = new Map<string, number>()
  const subjects = people.map((person) => {
    if (person === undefined) return undefined
    const number = numbers.get(person) ?? numbers.size
    numbers.set(person, number)
    return number
  })
  const vectors = outcomes.map((outcome) => (outcome.status === 'embedded' ? outcome.vector : undefined))
  const pairs = folds.flat()
  const { comparisons, scores, notMade } = comparePairs({ vectors, pairs, subjects })
  const byIndex: (string | undefined)[] = []
  const note = (part: 'mated' | 'nonMated', image: 'matedImages' | 'nonMatedImages'): void => {
    for (const side of ['first', 'second'] as const) {
      comparisons[part][side].forEach((subject, i) => {
        byIndex[subject] = people[comparisons[image][side][i]!]
      })
    }
  }
  note('mated', 'matedImages')
  note('nonMated', 'nonMatedImages')
  const accuracy = accuracyOf(folds, scores)
  return {
    comparisons,
    imageNames: images.map(({ name }) => name),
    people: byIndex,
    comparisonsNotMade: notMade,
    ...(accuracy ? { accuracy } : {}),
  }
}

/** A file without folds of its own is cut into ten. */
function accuracyOf(
  folds: NonNullable<RecognitionDataset['folds']>,
  scores: readonly (number | undefined)[],
): CrossValidatedAccuracy | undefined {
  let next = 0
  const labelled = folds.map((fold) =>
    fold.flatMap(({ mated }): LabelledScore[] => {
      const score = scores[next++]
      return score === undefined ? [] : [{ score, mated }]
    }),
  )
  const parts = (folds.length > 1 ? labelled : splitIntoFolds(labelled.flat())).filter(
    (fold) => fold.length > 0,
  )
  return parts.length > 1 ? crossValidateAccuracy(parts) : undefined
}

async function compareEverything(
  { images, people }: RecognitionDataset,
  outcomes: readonly ImageOutcome[],
  options: CompareDatasetOptions,
): Promise<Omit<ComparedDataset, 'enrolmentFailures'>> {
  const used = outcomes.flatMap((outcome, i) =>
    outcome.status === 'embedded' ? [{ i, vector: outcome.vector }] : [],
  )
  const numbers = new Map<string, number>()
  for (const { i } of used) {
    const person = people[i] ?? ''
    if (!numbers.has(person)) numbers.set(person, numbers.size)
  }
  const { onProgress, signal } = options
  const comparisons = await compareAllInTurns(
    {
      vectors: used.map(({ vector }) => vector),
      subjects: used.map(({ i }) => numbers.get(people[i] ?? '')!),
      ...(options.mostNonMated === undefined ? {} : { mostNonMated: options.mostNonMated }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
    },
    { signal, ...(onProgress ? { onProgress } : {}) },
  )
  return {
    comparisons,
    imageNames: used.map(({ i }) => images[i]!.name),
    people: [...numbers.keys()],
    comparisonsNotMade: notMade(people, new Set(used.map(({ i }) => i))),
  }
}

/** All comparisons less those among the pictures that gave a template. */
function notMade(people: readonly (string | undefined)[], used: ReadonlySet<number>) {
  const among = (indices: readonly number[]) => {
    const counts = new Map<string, number>()
    for (const i of indices) counts.set(people[i] ?? '', (counts.get(people[i] ?? '') ?? 0) + 1)
    const mated = [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
    return { mated, nonMated: (indices.length * (indices.length - 1)) / 2 - mated }
  }
  const all = among(people.map((_, i) => i))
  const made = among([...used])
  return { mated: all.mated - made.mated, nonMated: all.nonMated - made.nonMated }
}
