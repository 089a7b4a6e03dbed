import type { ChallengeAction } from './challenge-action.js'

/** How far a person has come with a challenge, for a user interface and for the cue. */
export interface ChallengeProgress {
  readonly status: 'in-progress' | 'completed' | 'failed'
  /** Index of the action being waited for; the number of actions when completed. */
  readonly step: number
  readonly action?: ChallengeAction
  /** Of the action being waited for, 0..1. */
  readonly amount: number
  /** What to do now, for the person. */
  readonly hint: string
  readonly failure?: ChallengeFailure
}

/**
 * `wrong-action`: something else was clearly done; `too-late`: an action or the whole took too long; `unknown-action`,
 * `no-relief`: what was asked for cannot be checked, or any picture could do it.
 */
export type ChallengeFailure = 'wrong-action' | 'too-late' | 'unknown-action' | 'no-relief'

const WORDS: Readonly<Record<ChallengeAction, { readonly ask: string; readonly more: string }>> = {
  'turn-left': { ask: 'Turn your head to your left.', more: 'Turn a little more to your left.' },
  'turn-right': { ask: 'Turn your head to your right.', more: 'Turn a little more to your right.' },
  'look-up': { ask: 'Lift your chin and look up.', more: 'Look up a little more.' },
  'blink-twice': { ask: 'Blink twice.', more: 'Blink once more.' },
  'come-closer': { ask: 'Come closer, or bring the camera closer.', more: 'A little closer.' },
  'open-mouth': { ask: 'Open your mouth.', more: 'Open your mouth a little more.' },
  smile: { ask: 'Smile broadly.', more: 'Smile a little more.' },
  'move-away': { ask: 'Move away, or hold the camera farther away.', more: 'A little farther away.' },
}
const LITTLE_MORE = 0.4

/** The words for an action of which so much was done. */
export function hintFor(action: ChallengeAction, amount: number): string {
  return amount >= LITTLE_MORE ? WORDS[action].more : WORDS[action].ask
}
