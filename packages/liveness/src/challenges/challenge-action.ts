/** What a person can be asked to do. `left` and `right` are the person's own. */
export const CHALLENGE_ACTIONS = [
  'turn-left',
  'turn-right',
  'look-up',
  'blink-twice',
  'open-mouth',
  'smile',
  'come-closer',
  'move-away',
] as const
export type ChallengeAction = (typeof CHALLENGE_ACTIONS)[number]

/** In which a head shows that it is no picture; every challenge has one. */
export const RELIEF_ACTIONS: readonly ChallengeAction[] = ['turn-left', 'turn-right', 'look-up']

/**
 * Held against whoever does them unasked, from the same amount on from which they count: a recording that does more
 * than it is asked for answers nothing. They are what makes a challenge hard to foresee, and are asked of everybody who
 * can do them.
 */
export const USUAL_ACTIONS: readonly ChallengeAction[] = [...RELIEF_ACTIONS, 'open-mouth']

/**
 * Asked in place of usual ones that somebody cannot do, in this order. People blink, smile and move unasked, so these
 * are held against nobody: a recording may do them all, and they add nothing to a challenge's strength but for their
 * place. A picture that is moved or zoomed does the last two, and colour cannot tell (docs/decisions/0041): they count
 * beside an action that shows relief.
 */
export const SPARE_ACTIONS: readonly ChallengeAction[] = ['blink-twice', 'smile', 'come-closer', 'move-away']

/** What can be asked of who cannot do some actions: as many as usual, as far as there are others in their place. */
export function possibleActions(cannot: readonly ChallengeAction[]): readonly ChallengeAction[] {
  const isPossible = (action: ChallengeAction) => !cannot.includes(action)
  const usual = USUAL_ACTIONS.filter(isPossible)
  return [...usual, ...SPARE_ACTIONS.filter(isPossible).slice(0, USUAL_ACTIONS.length - usual.length)]
}

export function isChallengeAction(name: string): name is ChallengeAction {
  return (CHALLENGE_ACTIONS as readonly string[]).includes(name)
}

export function showsReliefIn(action: string): boolean {
  return (RELIEF_ACTIONS as readonly string[]).includes(action)
}

/** Whether doing it unasked ends a challenge. */
export function isHeldAgainst(action: string): boolean {
  return (USUAL_ACTIONS as readonly string[]).includes(action)
}
