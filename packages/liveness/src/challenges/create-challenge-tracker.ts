import type { ChallengeTranscript, FaceSample } from '@faceward/spec'
import { samplesWithMesh } from '../sequence/samples-with-mesh.js'
import { type ActionSignals, actionSignals } from './action-signals.js'
import { type ChallengeAction, isChallengeAction, showsReliefIn } from './challenge-action.js'
import { type ChallengeFailure, type ChallengeProgress, hintFor } from './challenge-progress.js'
import { amountOf, blinksOf, isOfAHead, restingSignals } from './recognise-action.js'

/** The face at rest is taken from the frames of this long after the first, milliseconds; at least two frames. */
const RESTING_MS = 260
/** For one action, milliseconds. */
const LONGEST_ACTION_MS = 6000
/** Something else counts as done from this amount on: more than slips while doing what was asked. */
const CLEARLY = 1.25
/** Turning out of one action may overshoot into its opposite; for so long it is not held against anybody. */
const SETTLING_MS = 700
/** A turn counts when so many frames in a row show it, and a head in it. */
const FRAMES_IN_A_ROW = 2
/** Moves of the whole head: doing one of them in place of another action is a wrong action. */
const GROSS: readonly ChallengeAction[] = ['turn-left', 'turn-right', 'look-up', 'come-closer']

/** Follows a person through a challenge, sample by sample. */
export interface ChallengeTracker {
  /** Takes the next sample; samples without a mesh or from outside the challenge's time are left out. */
  add(sample: FaceSample): ChallengeProgress
  readonly progress: ChallengeProgress
  /** Of the samples taken, the index of the one that completed each action. */
  readonly keySamples: readonly number[]
}

/**
 * Checks the answer to a challenge: every action in its order, each within six seconds and all before the challenge
 * expires; another action clearly done in place of the one asked for fails it, and so does one never asked for at any
 * time, so that a recording of another answer does. Amounts are relative to the face's own rest at the beginning; a turn
 * must show the relief of a head. What no plane is kept from doing counts beside such a turn only.
 */
export function createChallengeTracker(challenge: ChallengeTranscript): ChallengeTracker {
  const { issuedAtMs, expiresAtMs } = challenge
  const actions = challenge.actions.filter(isChallengeAction)
  const series: ActionSignals[] = []
  const keySamples: number[] = []
  const state = {
    progress: beginning(actions, challenge.actions.length),
    since: 0,
    taken: 0,
    inARow: 0,
    sampleOf: [] as number[],
  }

  const fail = (failure: ChallengeFailure): ChallengeProgress => ({
    ...state.progress,
    status: 'failed',
    failure,
    hint: 'That did not work. Please start again.',
  })

  return {
    keySamples,
    get progress() {
      return state.progress
    },
    add(sample) {
      const index = state.taken++
      if (state.progress.status === 'failed') return state.progress
      const { timestampMs } = sample.frame
      if (timestampMs < issuedAtMs) return state.progress
      if (timestampMs > expiresAtMs) {
        if (state.progress.status === 'in-progress') state.progress = fail('too-late')
        return state.progress
      }
      const seen = samplesWithMesh([sample])?.[0]
      if (seen === undefined) return state.progress
      series.push(actionSignals(seen))
      state.sampleOf.push(index)
      state.progress = advance(seen.timestampMs)
      return state.progress
    },
  }

  function advance(nowMs: number): ChallengeProgress {
    const { step, status } = state.progress
    const resting = series.filter(({ timestampMs }) => timestampMs - series[0]!.timestampMs <= RESTING_MS)
    const rest = restingSignals(resting.length >= 2 ? resting : series.slice(0, 2))
    const now = series.at(-1)!
    // Never asked for, whenever it comes: a recording goes on with its own answer.
    if (series.length > 2 && clearlyDoes(actions, now, rest)) return fail('wrong-action')
    if (status === 'completed') return state.progress
    const action = actions[step]!
    const started = series[state.since]!.timestampMs
    if (nowMs - started > LONGEST_ACTION_MS) return fail('too-late')
    const blinks = action === 'blink-twice' ? blinksOf(series.slice(state.since)) : undefined
    const amount = blinks?.amount ?? amountOf(action, now, rest)
    state.inARow = amount >= 1 && isOfAHead(action, now, rest) ? state.inARow + 1 : 0
    if (state.inARow >= (showsReliefIn(action) ? FRAMES_IN_A_ROW : 1)) {
      const done = blinks?.completedAt === undefined ? series.length - 1 : state.since + blinks.completedAt
      keySamples.push(state.sampleOf[done]!)
      return next(step + 1)
    }
    const settled = step === 0 || nowMs - started > SETTLING_MS
    const expected = [action, ...actions.slice(Math.max(0, step - 1), step)]
    if (settled && series.length > 2 && clearlyDoes(expected, now, rest)) return fail('wrong-action')
    const shown = Math.max(0, Math.min(1, amount))
    return { status: 'in-progress', step, action, amount: shown, hint: hintFor(action, shown) }
  }

  function next(step: number): ChallengeProgress {
    state.since = series.length - 1
    state.inARow = 0
    const action = actions[step]
    if (action === undefined) return { status: 'completed', step, amount: 1, hint: 'Thank you.' }
    return { status: 'in-progress', step, action, amount: 0, hint: hintFor(action, 0) }
  }
}

function beginning(actions: readonly ChallengeAction[], asked: number): ChallengeProgress {
  const action = actions[0]
  const isKnown = action !== undefined && actions.length === asked
  if (isKnown && actions.some(showsReliefIn)) {
    return { status: 'in-progress', step: 0, action, amount: 0, hint: hintFor(action, 0) }
  }
  return {
    status: 'failed',
    step: 0,
    amount: 0,
    failure: isKnown ? 'no-relief' : 'unknown-action',
    hint: 'Please ask for a new challenge.',
  }
}

/** Whether a gross move was made that is none of those expected. */
function clearlyDoes(expected: readonly ChallengeAction[], now: ActionSignals, rest: ActionSignals): boolean {
  return GROSS.some((other) => !expected.includes(other) && amountOf(other, now, rest) >= CLEARLY)
}
