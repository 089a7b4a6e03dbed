/** What a person may be asked; the names of the liveness package's challenge actions. */
export const SESSION_ACTIONS = [
  'turn-left',
  'turn-right',
  'look-up',
  'blink-twice',
  'open-mouth',
  'come-closer',
] as const
export type SessionAction = (typeof SESSION_ACTIONS)[number]

/** An action that is asked for at a time of the session. */
export interface AskedAction {
  readonly action: SessionAction
  readonly atMs: number
}

/** Time to react, and to do it. */
const REACTION_S = 0.3
const DURATION_S = 1.2

/** How far an action is carried out at a time: 0, up to 1 in its middle, 0 again. */
export function actionAt(asked: readonly AskedAction[], action: SessionAction, seconds: number): number {
  let most = 0
  for (const one of asked) {
    if (one.action !== action) continue
    const t = (seconds - one.atMs / 1000 - REACTION_S) / DURATION_S
    if (t > 0 && t < 1) most = Math.max(most, Math.sin(Math.PI * t) ** 1.2)
  }
  return most
}

/** The two blinks that answer `blink-twice`. */
export function askedBlinks(asked: readonly AskedAction[]): readonly { startS: number; lengthS: number }[] {
  return asked
    .filter(({ action }) => action === 'blink-twice')
    .flatMap(({ atMs }) =>
      [0, 0.6].map((later) => ({ startS: atMs / 1000 + REACTION_S + later, lengthS: 0.32 })),
    )
}
