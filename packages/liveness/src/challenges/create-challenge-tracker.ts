import type { ChallengeTranscript, FaceSample } from '@faceward/spec'
import { samplesWithMesh } from '../sequence/samples-with-mesh.js'
import { type ActionSignals, actionSignals } from './action-signals.js'
import { type ChallengeAction, isChallengeAction, showsReliefIn, USUAL_ACTIONS } from './challenge-action.js'
import { type ChallengeFailure, type ChallengeProgress, hintFor } from './challenge-progress.js'
import { amountOf, blinksOf, isOfAHead, isOfAPicture, restingSignals } from './recognise-action.js'

/** The face at rest is taken from the frames of this long after the first, milliseconds; at least two frames. */
const RESTING_MS = 260
/** For one action, milliseconds. */
const LONGEST_ACTION_MS = 6000
/** Turning out of one action may overshoot into its opposite; for so long it is not held against anybody. */
const SETTLING_MS = 700
/**
 * In so many frames must an action be seen: a turn in two, with the relief of a head. In as many is it held against who
 * was not asked for it, not in more: or a recording that does everything a little would answer everything.
 */
const framesNeeded = (action: ChallengeAction) => (showsReliefIn(action) ? 2 : 1)
/** So many frames that show a picture held aslant end it; one may be the mesh's mistake. */
const FRAMES_ASLANT = 2

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
 * expires; a turn, looking up or an open mouth in place of the action asked for fails it, and so does one never asked
 * for at any time, from the amount on from which it would count: a recording answers what it shows, and nothing else.
 * Amounts are relative to the face's own rest at the beginning; a turn must show the relief of a head. What no plane is
 * kept from doing counts beside such a turn only.
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
    /** Frames that showed the action asked for. */
    seen: 0,
    aslant: 0,
    /** Frames that showed an action that nobody asked for, and one that was not its turn. */
    unasked: new Map<ChallengeAction, number>(),
    outOfTurn: new Map<ChallengeAction, number>(),
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
    if (series.length > 2 && doesAnother(actions, state.unasked, now, rest)) return fail('wrong-action')
    if (isOfAPicture(now, rest) && ++state.aslant >= FRAMES_ASLANT) return fail('no-relief')
    if (status === 'completed') return state.progress
    const action = actions[step]!
    const started = series[state.since]!.timestampMs
    if (nowMs - started > LONGEST_ACTION_MS) return fail('too-late')
    const blinks = action === 'blink-twice' ? blinksOf(series.slice(state.since)) : undefined
    const amount = blinks?.amount ?? amountOf(action, now, rest)
    if (isDone(action, amount, now, rest)) {
      const done = blinks?.completedAt === undefined ? series.length - 1 : state.since + blinks.completedAt
      keySamples.push(state.sampleOf[done]!)
      return next(step + 1)
    }
    const settled = step === 0 || nowMs - started > SETTLING_MS
    const expected = [action, ...actions.slice(Math.max(0, step - 1), step)]
    if (settled && series.length > 2 && doesAnother(expected, state.outOfTurn, now, rest)) {
      return fail('wrong-action')
    }
    const shown = Math.max(0, Math.min(1, amount))
    return { status: 'in-progress', step, action, amount: shown, hint: hintFor(action, shown) }
  }

  /** A turn that comes back before it showed relief begins anew. */
  function isDone(action: ChallengeAction, amount: number, now: ActionSignals, rest: ActionSignals): boolean {
    // Blinks are a series of their own.
    if (action === 'blink-twice') return amount >= 1
    if (amount < 1) state.seen = 0
    else if (!showsReliefIn(action) || isOfAHead(now, rest)) state.seen++
    return state.seen >= framesNeeded(action)
  }

  function next(step: number): ChallengeProgress {
    state.since = series.length - 1
    state.seen = 0
    state.outOfTurn.clear()
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

/** Whether one of the actions that are held against people, and none of those expected, was seen often enough. */
function doesAnother(
  expected: readonly ChallengeAction[],
  seen: Map<ChallengeAction, number>,
  now: ActionSignals,
  rest: ActionSignals,
): boolean {
  for (const other of USUAL_ACTIONS) {
    if (expected.includes(other) || amountOf(other, now, rest) < 1) continue
    const frames = (seen.get(other) ?? 0) + 1
    if (frames >= framesNeeded(other)) return true
    seen.set(other, frames)
  }
  return false
}
