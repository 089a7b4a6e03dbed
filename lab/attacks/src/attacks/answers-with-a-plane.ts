import { ADA, STRANGERS } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { isPlaneMove, planeAnswer } from '../people/plane-answers.js'
import { askChallenge, letIn, showFrames, told } from '../requests.js'
import { type Attack, tally } from '../stage.js'

const MOST_DRAWS = 12

/** Asks until the challenge is one that a tilted, growing picture might answer, and lets it answer. */
export const answersWithAPlane: Attack = {
  group: 'Talking the challenge away',
  onPhotographs: true,
  name: 'whatever challenge comes, answered by one photograph, zoomed and tilted',
  async run(stage) {
    const count = tally()
    let draws = 0
    for (const person of [ADA, ...STRANGERS].slice(0, stage.thorough ? 8 : 3)) {
      const user_id = stage.victim(person)
      const [photo] = await photographs(person, 1, { from: 4 })
      for (let draw = 1; ; draw++) {
        const caller = stage.stranger()
        const { answer, challenge } = await askChallenge(caller, user_id)
        draws++
        const wished = challenge?.actions.every(isPlaneMove)
        if (challenge !== undefined && !wished && draw < MOST_DRAWS) continue
        const moves = challenge?.actions.filter(isPlaneMove) ?? []
        const frames = planeAnswer(photo!, moves, stage.chance)
        const last = challenge ? await showFrames(caller, 'verify', { user_id }, frames, challenge) : answer
        count.add(told(last), letIn(last))
        break
      }
    }
    return count.outcome(`${draws} draws`)
  },
}
