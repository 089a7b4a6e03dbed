import { EvaluationError } from '../evaluation-error.js'
import { createSeededRandom } from '../statistics/seeded-random.js'
import type { Transaction } from './transaction.js'

/**
 * Two halves that share no person: one to choose on, one to report on. A transaction between a person of each
 * half belongs to neither.
 * @throws EvaluationError `one-subject-only`
 */
export function splitBySubject(
  transactions: readonly Transaction[],
  seed: number,
): { readonly chosenOn: readonly Transaction[]; readonly heldOut: readonly Transaction[] } {
  const people = [
    ...new Set(transactions.flatMap(({ subject, presenter }) => [subject, presenter ?? subject])),
  ].sort()
  if (people.length < 2) {
    throw new EvaluationError('Choosing on some people and reporting on others needs at least two.', {
      code: 'one-subject-only',
    })
  }
  const random = createSeededRandom(seed)
  for (let i = people.length - 1; i > 0; i--) {
    const j = random.integer(i + 1)
    const moved = people[i]!
    people[i] = people[j]!
    people[j] = moved
  }
  const first = new Set(people.slice(0, Math.ceil(people.length / 2)))
  const isIn = ({ subject, presenter = subject }: Transaction, inside: boolean): boolean =>
    first.has(subject) === inside && first.has(presenter) === inside
  return {
    chosenOn: transactions.filter((transaction) => isIn(transaction, true)),
    heldOut: transactions.filter((transaction) => isIn(transaction, false)),
  }
}
