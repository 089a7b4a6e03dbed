/** What a person can be asked to do. `left` and `right` are the person's own. */
export const CHALLENGE_ACTIONS = [
  'turn-left',
  'turn-right',
  'look-up',
  'blink-twice',
  'come-closer',
  'open-mouth',
  'smile',
  'move-away',
] as const
export type ChallengeAction = (typeof CHALLENGE_ACTIONS)[number]

/** Asked of everybody unless alternatives were chosen. */
export const USUAL_ACTIONS: readonly ChallengeAction[] = [
  'turn-left',
  'turn-right',
  'look-up',
  'blink-twice',
  'come-closer',
]

/**
 * For people who cannot do an action: another that needs neither the neck nor the lids. Coming closer and moving away
 * can be done with the device in place of the head, by oneself or by a helper.
 */
export const ALTERNATIVE_ACTIONS: Readonly<Record<ChallengeAction, ChallengeAction>> = {
  'turn-left': 'open-mouth',
  'turn-right': 'smile',
  'look-up': 'move-away',
  'blink-twice': 'open-mouth',
  'come-closer': 'move-away',
  'open-mouth': 'come-closer',
  smile: 'come-closer',
  'move-away': 'come-closer',
}

export function isChallengeAction(name: string): name is ChallengeAction {
  return (CHALLENGE_ACTIONS as readonly string[]).includes(name)
}
