import { ConfigurationError, InvalidRequestError, type RandomSource } from '@faceward/spec'
import {
  type ChallengeAction,
  isHeldAgainst,
  possibleActions,
  RELIEF_ACTIONS,
  showsReliefIn,
} from './challenge-action.js'

export interface GenerateChallengeOptions {
  /** Cryptographic: what comes next must not be foreseen. */
  readonly random: RandomSource
  /** How many actions, 2 to 4; default 2. */
  readonly count?: number
  /** Actions this person cannot do: others are asked in their place. Whose word that is, is the operator's to say. */
  readonly alternatives?: readonly ChallengeAction[]
}

/** What was drawn, and how hard it was to foresee. */
export interface GeneratedChallenge {
  readonly actions: readonly ChallengeAction[]
  /**
   * How hard it was to foresee, in bits: one recording, whatever it does, answers one in 2 to this power of the sequences
   * that were equally likely.
   */
  readonly strengthBits: number
}

const FEWEST = 2
const MOST = 4

/**
 * Draws one of all sequences of `count` different actions that this person can do and of which one at least shows the
 * relief of a head; all are equally likely. Two of the usual actions give 12 sequences, 3.6 bits; three give 24, 4.6.
 *
 * @throws ConfigurationError `invalid-options` for a count that is none.
 * @throws InvalidRequestError when what is left to do is too little, or shows no relief; its message names what is left.
 */
export function generateChallenge({
  random,
  count = FEWEST,
  alternatives = [],
}: GenerateChallengeOptions): GeneratedChallenge {
  if (!Number.isInteger(count) || count < FEWEST || count > MOST) {
    const message = `expected a whole number from ${FEWEST} to ${MOST}`
    throw new ConfigurationError(`A challenge's count: ${message}.`, {
      code: 'invalid-options',
      issues: [{ key: 'count', message }],
    })
  }
  const possible = possibleActions(alternatives)
  assertEnough(possible)
  const all = sequencesOf(possible, Math.min(count, possible.length)).filter((one) => one.some(showsReliefIn))
  return { actions: all[below(all.length, random)]!, strengthBits: strengthOf(all) }
}

/**
 * A recording may do whatever is held against nobody at any place, so it answers all sequences that agree in the rest:
 * the largest such group is what a guess wins.
 */
function strengthOf(all: readonly (readonly ChallengeAction[])[]): number {
  const groups = new Map<string, number>()
  for (const one of all) {
    const rest = one.filter(isHeldAgainst).join()
    groups.set(rest, (groups.get(rest) ?? 0) + 1)
  }
  return Math.log2(all.length / Math.max(...groups.values()))
}

function assertEnough(possible: readonly ChallengeAction[]): void {
  if (possible.length >= FEWEST && possible.some(showsReliefIn)) return
  const left = possible.length === 0 ? 'nothing' : possible.join(', ')
  throw new InvalidRequestError(
    `alternatives: what is left to ask for (${left}) is no challenge; it takes ${FEWEST} actions, one of them ${RELIEF_ACTIONS.join(', ')}. Offer this person another way.`,
  )
}

/** All sequences of so many different ones. */
function sequencesOf<Item>(items: readonly Item[], length: number): readonly (readonly Item[])[] {
  if (length === 0) return [[]]
  return items.flatMap((item) =>
    sequencesOf(
      items.filter((other) => other !== item),
      length - 1,
    ).map((rest) => [item, ...rest]),
  )
}

const BYTE = 256

/** Uniform: bytes that would favour the first ones are drawn again. There are at most 24 sequences. */
function below(limit: number, random: RandomSource): number {
  const fair = BYTE - (BYTE % limit)
  for (;;) {
    const byte = random.bytes(1)[0]!
    if (byte < fair) return byte % limit
  }
}
