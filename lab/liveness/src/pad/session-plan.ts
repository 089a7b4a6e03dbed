import { join } from 'node:path'
import type { SessionAction, SessionSpecies } from '@faceward/capture-simulated'
import { generateChallenge } from '@faceward/liveness'

/** What stands before the camera: a species of capture-simulated. Injections and swaps made of frames come later. */
export interface SessionPlan {
  readonly id: string
  readonly species: SessionSpecies
  /** Seed of the simulated person; even = for tuning, odd = for reporting. */
  readonly subject: number
  readonly seed: number
  /** What is asked; empty = nothing. */
  readonly actions: readonly SessionAction[]
  /** The bona fide session whose frames are replayed or injected; absent: the simulator's own recording. */
  readonly recordingId?: string
}

export const FRAME = { width: 256, height: 192 }
export const SECONDS = 3
export const FRAMES_PER_SECOND = 10
/** Odd ones from here on were not looked at before the models were frozen. */
const FIRST_SUBJECT = 20_000
const SUBJECTS = 50
/** So many subjects are done with all species before the others begin. */
const FIRST_PART = 24
/** Of every print and replay, beside one free and one challenged session. */
const MORE_CHALLENGED = 3
/** When the second action is asked for, milliseconds: the first takes a reaction and 1.2 s. */
export const SECOND_ACTION_MS = 1350

const PLANE: readonly SessionSpecies[] = ['flat-print', 'bent-print', 'replay-phone', 'replay-tablet']
const ATTACKS: readonly SessionSpecies[] = [...PLANE, 'cutout-print', 'rigid-mask', 'injected-video']
const RECORDED: readonly SessionSpecies[] = ['replay-phone', 'replay-tablet', 'injected-video']

/**
 * Of every subject four bona fide sessions, two free and two with a challenge, and of every attack one of each kind; of
 * prints and replays three more with challenges, since they are what the goal is about. Who replays or injects against
 * a challenge has a recording of the victim answering another, independent one. First everybody's bona fide sessions;
 * then what the goal is about, subject by subject, then the rest: a measurement that is stopped early has whole
 * subjects.
 */
export function sessionPlans(): readonly SessionPlan[] {
  const subjects = Array.from({ length: SUBJECTS }, (_, i) => FIRST_SUBJECT + i)
  const plans = subjects.flatMap(plansOf)
  const isBonaFide = ({ species }: SessionPlan) => species === 'bona-fide'
  const attacks = [subjects.slice(0, FIRST_PART), subjects.slice(FIRST_PART)].flatMap((part) => {
    const all = plans.filter((plan) => !isBonaFide(plan) && part.includes(plan.subject))
    const isFirst = ({ species }: SessionPlan) => PLANE.includes(species)
    return [...all.filter(isFirst), ...all.filter((plan) => !isFirst(plan))]
  })
  return [...plans.filter(isBonaFide), ...attacks]
}

function plansOf(subject: number): readonly SessionPlan[] {
  const seedOf = (round: number) => subject * 100 + round
  const plan = (species: SessionSpecies, round: number, recordingId?: string): SessionPlan => ({
    id: `${species}-${subject}-${round}`,
    species,
    subject,
    seed: seedOf(round),
    actions: round % 2 === 1 ? challengeOf(seedOf(round)) : [],
    ...(recordingId === undefined ? {} : { recordingId }),
  })
  const live = [0, 1, 2, 3].map((round) => plan('bona-fide', round))
  // Recorded are the victim's two answers, in turn.
  const answer = (species: SessionSpecies, k: number) =>
    RECORDED.includes(species) ? live[k % 2 === 0 ? 3 : 1]!.id : undefined
  const attacks = ATTACKS.flatMap((species, k) => {
    const round = 10 + 2 * k
    return [plan(species, round), plan(species, round + 1, answer(species, 0))]
  })
  const more = PLANE.flatMap((species, k) =>
    Array.from({ length: MORE_CHALLENGED }, (_, j) =>
      plan(species, 41 + 8 * k + 2 * j, answer(species, j + 1)),
    ),
  )
  return [...live, ...attacks, ...more]
}

/** Two actions as a deployment would draw them, from a seed in place of chance. */
function challengeOf(seed: number): readonly SessionAction[] {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    const t = Math.imul(state ^ (state >>> 15), state | 1)
    return (t ^ (t >>> 7) ^ (t >>> 14)) & 0xff
  }
  return generateChallenge({
    random: { bytes: (length) => Uint8Array.from({ length }, next) },
    count: 2,
  }).actions as readonly SessionAction[]
}

export function cacheFolder(name: string): string {
  return join(process.env.FACEWARD_PAD_CACHE ?? '/tmp/faceward-pad', name)
}
