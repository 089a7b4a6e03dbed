import { ConfigurationError, type RandomSource } from '@faceward/spec'
import { ALTERNATIVE_ACTIONS, type ChallengeAction, USUAL_ACTIONS } from './challenge-action.js'

export interface GenerateChallengeOptions {
  /** Cryptographic: what comes next must not be foreseen. */
  readonly random: RandomSource
  /** How many actions, 1 to 4; default 2. */
  readonly count?: number
  /** Actions this person cannot do: each is replaced by its accessible alternative. */
  readonly alternatives?: readonly ChallengeAction[]
}

const MOST = 4

/**
 * A random sequence of different actions in random order. Of two or more, one is a turn of the head where the person
 * can turn it, because a turn is what the parallax cue needs. Two of five actions give 18 sequences: a replayed
 * recording of another answer fits by chance once in about eighteen.
 * @throws ConfigurationError `invalid-options`.
 */
export function generateChallenge({
  random,
  count = 2,
  alternatives = [],
}: GenerateChallengeOptions): readonly ChallengeAction[] {
  if (!Number.isInteger(count) || count < 1 || count > MOST) {
    const message = `expected a whole number from 1 to ${MOST}`
    throw new ConfigurationError(`A challenge's count: ${message}.`, {
      code: 'invalid-options',
      issues: [{ key: 'count', message }],
    })
  }
  const possible = [...new Set(USUAL_ACTIONS.map((action) => replace(action, alternatives)))]
  const turns = possible.filter(
    (action) => action === 'turn-left' || action === 'turn-right' || action === 'look-up',
  )
  const chosen: ChallengeAction[] = []
  if (count > 1 && turns.length > 0) chosen.push(pick(turns, random))
  while (chosen.length < Math.min(count, possible.length)) {
    chosen.push(
      pick(
        possible.filter((action) => !chosen.includes(action)),
        random,
      ),
    )
  }
  return shuffled(chosen, random)
}

/** The alternative, or the alternative's own when that cannot be done either. */
function replace(action: ChallengeAction, cannot: readonly ChallengeAction[]): ChallengeAction {
  let chosen = action
  for (let step = 0; step < MOST && cannot.includes(chosen); step++) chosen = ALTERNATIVE_ACTIONS[chosen]
  return chosen
}

/** Uniform: numbers that would favour the first ones are drawn again. */
function below(limit: number, random: RandomSource): number {
  const fair = 256 - (256 % limit)
  for (;;) {
    const byte = random.bytes(1)[0]!
    if (byte < fair) return byte % limit
  }
}

function pick<T>(of: readonly T[], random: RandomSource): T {
  return of[below(of.length, random)]!
}

function shuffled<T>(of: readonly T[], random: RandomSource): readonly T[] {
  const list = [...of]
  for (let i = list.length - 1; i > 0; i--) {
    const j = below(i + 1, random)
    const kept = list[i]!
    list[i] = list[j]!
    list[j] = kept
  }
  return list
}
