import type { Chance } from './random.js'
import type { Caller } from './servers/send.js'
import type { ServerProcess } from './servers/server-process.js'

/** The reference server as `npm start` runs it, and as it runs in production. */
export type StageName = 'npm start' | 'production'

/** A running server with people enrolled in it, for attacks to be tried on. */
export interface Stage {
  readonly name: StageName
  readonly server: ServerProcess
  readonly chance: Chance
  /** More tries, which take longer. */
  readonly thorough: boolean
  /** Somebody new: with keys by a key of its own (enroll and verify), without by an address of its own. */
  stranger(): Caller
  /** A key with every scope; without keys, another address. */
  operator(): Caller
  /** An id nobody used so far, under which this person is enrolled. */
  victim(seed: number): string
  /** An id nobody is enrolled under. */
  nobody(): string
}

/** What came of an attack, or of an honest person beside it. */
export interface Outcome {
  readonly tries: number
  /** How often somebody got in, or was kept out who belongs in; of a control, how often the honest person was served. */
  readonly succeeded: number
  /** What was answered, each with how often. */
  readonly answers: Readonly<Record<string, number>>
  /** What it cost or took, for the table. */
  readonly note?: string
}

export interface Attack {
  readonly group: string
  readonly name: string
  /** An honest person beside the attacks: refusing her is a failure as well. */
  readonly control?: true
  /** Both unless named. */
  readonly servers?: readonly StageName[]
  /** Needs photographs of people and no sessions: can be tried with real ones. */
  readonly onPhotographs?: true
  /** Mostly waits: begins first and ends last. */
  readonly waits?: true
  run(stage: Stage): Promise<Outcome>
}

/** Counts what came of tries. */
export function tally() {
  const answers: Record<string, number> = {}
  const state = { tries: 0, succeeded: 0 }
  return {
    add(answer: string, succeeded: boolean) {
      state.tries++
      if (succeeded) state.succeeded++
      answers[answer] = (answers[answer] ?? 0) + 1
    },
    outcome: (note?: string): Outcome => ({ ...state, answers, ...(note === undefined ? {} : { note }) }),
  }
}
