import { ADA, STRANGERS } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { zoomedPhotograph } from '../people/plane-answers.js'
import { askChallenge, letIn, showFrames, told } from '../requests.js'
import { type Attack, tally } from '../stage.js'

const ALL = [
  'turn-left',
  'turn-right',
  'look-up',
  'blink-twice',
  'come-closer',
  'open-mouth',
  'smile',
  'move-away',
]
const group = 'Talking the challenge away'

/** Every action is named as one the person cannot do. */
export const namesAllItCannot: Attack = {
  group,
  name: 'a challenge with all eight names in `cannot`',
  async run(stage) {
    const count = tally()
    for (const cannot of [ALL, ALL.slice(0, 5), ALL.slice(0, 3)]) {
      const { answer, challenge } = await askChallenge(stage.stranger(), stage.victim(ADA), { cannot })
      count.add(challenge ? challenge.actions.join(' + ') : told(answer), challenge !== undefined)
    }
    return count.outcome()
  },
}

/** ... and what is left is answered by one photograph that grows. */
export const zoomsOnePhotograph: Attack = {
  group,
  onPhotographs: true,
  name: 'then 24 frames of one photograph, zoomed 1.0 to 1.3 with noise',
  async run(stage) {
    const count = tally()
    for (const person of [ADA, ...STRANGERS].slice(0, stage.thorough ? 8 : 4)) {
      const caller = stage.stranger()
      const user_id = stage.victim(person)
      const [photo] = await photographs(person, 1, { from: 4 })
      const { answer, challenge } = await askChallenge(caller, user_id, { cannot: ALL })
      const frames = zoomedPhotograph(photo!, stage.chance)
      // Refused the easy one, it tries the same frames on none.
      const shown = challenge ? await showFrames(caller, 'verify', { user_id }, frames, challenge) : answer
      count.add(told(shown), letIn(shown))
    }
    return count.outcome()
  },
}
