import { ADA, LOOKALIKES } from '../cast.js'
import { restingSession, type ShownFrame } from '../people/sessions.js'
import { varied } from '../people/varied-frames.js'
import type { Chance } from '../random.js'
import { letIn, performChallenge, showFrames, told } from '../requests.js'
import { type Attack, tally } from '../stage.js'

const group = 'One attempt, many people'

const RENDERED = 30

/** Somebody who resembles the owner stays before the camera: each frame is another draw. */
export const staysLonger: Attack = {
  group,
  name: 'look-alikes before the camera for 8, 30 and 60 frames, no challenge, as they are and each frame varied',
  async run(stage) {
    const count = tally()
    for (const person of LOOKALIKES.slice(0, stage.thorough ? 4 : 2)) {
      const session = await restingSession(person, RENDERED)
      const shown = [
        session.slice(0, 8),
        session,
        varied(session, 30, stage.chance),
        varied(session, 60, stage.chance),
      ]
      for (const frames of shown) {
        const claim = { user_id: stage.victim(ADA) }
        const answer = await showFrames(stage.stranger(), 'verify', claim, frames)
        count.add(`${frames.length}: ${told(answer)}`, letIn(answer))
      }
    }
    return count.outcome()
  },
}

const LINGERS = 24

/** The same, doing all that is asked; and staying longer, each frame varied, for as many draws as a request holds. */
export const lookAlikeAnswers: Attack = {
  group,
  name: `look-alikes who do what the challenge asks, as they are and with ${LINGERS} more frames, each varied`,
  async run(stage) {
    const count = tally()
    for (const person of LOOKALIKES.slice(0, stage.thorough ? 4 : 1)) {
      for (const more of [0, LINGERS]) {
        const claim = { user_id: stage.victim(ADA) }
        const answer = await performChallenge(stage.stranger(), 'verify', claim, person, async (frames) =>
          more === 0 ? frames : lingering(frames, more, stage.chance),
        )
        count.add(told(answer), letIn(answer))
      }
    }
    return count.outcome()
  },
}

function lingering(frames: readonly ShownFrame[], more: number, chance: Chance): ShownFrame[] {
  const afterMs = frames.at(-1)!.capturedAtMs + 100
  const added = varied(frames.slice(-4), more, chance)
  return [
    ...frames,
    ...added.map(({ image, capturedAtMs }) => ({ image, capturedAtMs: afterMs + capturedAtMs })),
  ]
}
