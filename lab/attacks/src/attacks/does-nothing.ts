import { ADA } from '../cast.js'
import { restingSession, type ShownFrame } from '../people/sessions.js'
import { askChallenge, letIn, showFrames, told } from '../requests.js'
import { type Attack, tally } from '../stage.js'

const FRAMES = 27
/** A recording of the owner who does nothing, cut in ways that leave less and less to judge. */
const CUTS: Readonly<Record<string, (frames: readonly ShownFrame[]) => readonly ShownFrame[]>> = {
  'ten a second': (frames) => frames,
  'every third': (frames) => frames.filter((_, i) => i % 3 === 0),
  'every fifth': (frames) => frames.filter((_, i) => i % 5 === 0),
  'slowed to two a second': (frames) =>
    frames.slice(0, 9).map(({ image }, i) => ({ image, capturedAtMs: 500 * i })),
  'a second missing': (frames) => frames.filter((_, i) => i < 9 || i > 19),
  'all but the edges missing': (frames) => frames.filter((_, i) => i < 3 || i > 23),
  'five frames': (frames) => frames.slice(0, 5),
  'one frame': (frames) => frames.slice(0, 1),
  'times that stand still': (frames) => frames.map(({ image }) => ({ image, capturedAtMs: 100 })),
}

/** A challenge is named and nothing of it is done. */
export const doesNothing: Attack = {
  group: 'Talking the challenge away',
  name: "a challenge named, nothing done: the owner's recording, in nine cuts",
  async run(stage) {
    const count = tally()
    const recording = await restingSession(ADA, FRAMES)
    const got: string[] = []
    for (const [name, cut] of Object.entries(CUTS)) {
      const caller = stage.stranger()
      const user_id = stage.victim(ADA)
      const { answer, challenge } = await askChallenge(caller, user_id)
      const last = challenge
        ? await showFrames(caller, 'verify', { user_id }, cut(recording), challenge)
        : answer
      count.add(told(last), letIn(last))
      if (letIn(last)) got.push(name)
    }
    return count.outcome(got.length === 0 ? undefined : got.join(', '))
  },
}

/** Frames, and no challenge at all. */
export const sendsFramesAlone: Attack = {
  group: 'Talking the challenge away',
  name: "the owner's recording without any challenge",
  async run(stage) {
    const count = tally()
    const recording = await restingSession(ADA, FRAMES)
    for (const frames of [recording, recording.slice(0, 6)]) {
      const answer = await showFrames(stage.stranger(), 'verify', { user_id: stage.victim(ADA) }, frames)
      count.add(told(answer), letIn(answer))
    }
    return count.outcome()
  },
}
