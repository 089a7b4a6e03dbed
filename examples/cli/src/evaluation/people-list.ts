import { EvaluationError, parsePairsFile } from '@faceward/evaluation'
import { readTextInput } from '../files/read-input.js'
import { InputError } from '../input-error.js'
import type { RecognitionDataset } from './recognition-dataset.js'

/**
 * The people a file names: everybody in an LFW pairs file, or one name a line.
 * @throws InputError when it cannot be read or names nobody.
 */
export async function readPeople(path: string): Promise<ReadonlySet<string>> {
  const text = await readTextInput(path)
  const people =
    peopleOfPairs(text) ??
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
  if (people.length === 0) throw new InputError(`${path} names nobody.`, 'labels-missing')
  return new Set(people)
}

function peopleOfPairs(text: string): readonly string[] | undefined {
  try {
    const named = parsePairsFile(text)
      .folds.flat()
      .flatMap(({ first, second }) => [first.subject, second.subject])
    return named.every((person) => person !== undefined) ? named : undefined
  } catch (error) {
    if (EvaluationError.isInstance(error)) return undefined
    throw error
  }
}

/** The part of a data set that shows the people given, all compared with all. */
export function onlyPeople(
  dataset: RecognitionDataset,
  people: ReadonlySet<string>,
  source: string,
): RecognitionDataset {
  const kept = dataset.images.flatMap((image, i) => {
    const person = dataset.people[i]
    return person !== undefined && people.has(person) ? [{ image, person }] : []
  })
  if (kept.length === 0) throw new InputError(`${source} names nobody of ${dataset.name}.`, 'labels-missing')
  return {
    name: `${dataset.name}, people of ${source}`,
    protocol: 'all-pairs',
    images: kept.map(({ image }) => image),
    people: kept.map(({ person }) => person),
  }
}
