import { STRANGERS } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { enrolled, performChallenge, stills, told } from '../requests.js'
import { send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

const IDS = ['.', '..', 'ada\u202ebo', 'a\u200bda', 'e\u0301ve', '\u2066x', '\ufeffada', 'a\u00adb']

/** Ids that a URL cannot carry, or that look like another. */
export const takesOddIds: Attack = {
  group: 'Who may do what',
  name: 'ids that cannot be deleted or look like others: `.`, `..`, bidirectional, invisible, unnormalised',
  async run(stage) {
    const count = tally()
    const got: string[] = []
    const images = await stills(await photographs(STRANGERS[1], 3))
    for (const user_id of IDS) {
      const caller = stage.stranger()
      const first = await send(caller, 'POST', '/enroll', { user_id, images })
      const answer =
        first.body.code === 'challenge-required'
          ? await performChallenge(caller, 'enroll', { user_id }, STRANGERS[1])
          : first
      count.add(told(answer), enrolled(answer))
      if (enrolled(answer)) got.push(JSON.stringify(user_id))
    }
    return count.outcome(got.length === 0 ? undefined : got.map(escaped).join(' '))
  },
}

const escaped = (text: string) =>
  text.replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
