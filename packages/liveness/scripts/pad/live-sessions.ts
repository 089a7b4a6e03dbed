import { join } from 'node:path'
import { ACTIONS, type Action } from './live-motion.js'
import { seeded } from './seeded.js'

/** A live session of the measurement: who, how she moves, what she was asked. */
export interface LiveSessionPlan {
  readonly id: string
  /** Seed of the simulated person; even = for tuning, odd = for reporting. */
  readonly subject: number
  readonly motionSeed: number
  readonly actions: readonly Action[]
}

const FIRST_SUBJECT = 1000
export const SUBJECTS = 50
/** Rounds of a subject: 0 and 2 are free, 1 and 3 answer a challenge of two actions. */
export const ROUNDS = 4

/**
 * A free and a challenged session of every subject, then a second of each: a measurement that is stopped early has
 * both kinds, of as many subjects as there was time for.
 */
export function liveSessions(): readonly LiveSessionPlan[] {
  return Array.from({ length: SUBJECTS * ROUNDS }, (_, index) => {
    const round = 2 * Math.floor(index / (2 * SUBJECTS)) + (index % 2)
    const subject = FIRST_SUBJECT + (Math.floor(index / 2) % SUBJECTS)
    const motionSeed = subject * 10 + round
    return {
      id: `live-${subject}-${round}`,
      subject,
      motionSeed,
      actions: round % 2 === 1 ? twoActions(motionSeed) : [],
    }
  })
}

/** Two different actions in random order. */
export function twoActions(seed: number): readonly Action[] {
  const { pick } = seeded(seed + 5_000_000)
  const first = pick(ACTIONS)
  return [first, pick(ACTIONS.filter((action) => action !== first))]
}

export function cacheFolder(name: string): string {
  return join(process.env.FACEWARD_PAD_CACHE ?? '/tmp/faceward-pad', name)
}

export function livePath(id: string): string {
  return join(cacheFolder('live'), `${id}.rgb`)
}
