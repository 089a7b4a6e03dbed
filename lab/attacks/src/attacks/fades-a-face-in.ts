import { ACCOMPLICE, ADA } from '../cast.js'
import { crossFaded, sharpest } from '../people/cross-fade.js'
import { photographs } from '../people/photographs.js'
import type { ShownFrame } from '../people/sessions.js'
import { letIn, performChallenge, told } from '../requests.js'
import { type Attack, tally } from '../stage.js'

/** Where the victim's face is faded in, of a session of so many frames. */
const PLACES: Readonly<Record<string, (frames: readonly ShownFrame[]) => readonly number[]>> = {
  'first, middle and last': ({ length }) => [0, Math.round((length - 1) / 2), length - 1],
  'the sharpest four': (frames) => sharpest(frames, 4),
  'first and last': ({ length }) => [0, length - 1],
  'the last alone': ({ length }) => [length - 1],
  'every sixth': ({ length }) => Array.from({ length: Math.ceil(length / 6) }, (_, i) => 6 * i),
}

/** An accomplice does all that is asked; the victim's photograph is faded in where the judge looks. */
export const fadesAFaceIn: Attack = {
  group: 'One attempt, many people',
  name: "an accomplice's answer with the victim's photograph cross-faded in",
  async run(stage) {
    const count = tally()
    const [face] = await photographs(ADA, 1, { from: 4 })
    const got: string[] = []
    for (const [name, places] of Object.entries(PLACES).slice(0, stage.thorough ? 5 : 3)) {
      const claim = { user_id: stage.victim(ADA) }
      const answer = await performChallenge(stage.stranger(), 'verify', claim, ACCOMPLICE, (frames) =>
        crossFaded(frames, face!, places(frames)),
      )
      count.add(told(answer), letIn(answer))
      if (letIn(answer)) got.push(name)
    }
    return count.outcome(got.length === 0 ? undefined : got.join('; '))
  },
}
