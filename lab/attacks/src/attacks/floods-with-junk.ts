import { setTimeout as delay } from 'node:timers/promises'
import { ADA, STRANGERS } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { askChallenge, letIn, performChallenge, stills, told } from '../requests.js'
import { type Caller, send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

const JUNK = 101
/** As long as an honest caller may be asked to wait, once. */
const LONGEST_WAIT_S = 60

/** Failures of unknown ids, and then somebody honest behind the same key. */
export const floodsWithJunk: Attack = {
  group: 'Who may do what',
  name: `${JUNK} junk verifications of unknown ids, then an honest one by the same caller (in: she waits over a minute)`,
  async run(stage) {
    const caller = stage.stranger()
    const images = await stills(await photographs(STRANGERS[2], 1, { from: 4 }))
    const count = tally()
    for (let i = 0; i < JUNK; i++) {
      const user_id = stage.nobody()
      const { challenge } = stage.name === 'production' ? await askChallenge(caller, user_id) : {}
      const claim = challenge
        ? { user_id, challenge_id: challenge.id, frames: [{ image: images[0], captured_at: 0 }] }
        : { user_id, images }
      await send(caller, 'POST', '/verify', claim)
    }
    const owner = stage.victim(ADA)
    const first = await honest(stage.name, caller, owner)
    const waits = first.status === 429 || first.status === 503 ? first.retryAfterS : 0
    if (waits > 0 && waits <= LONGEST_WAIT_S) {
      await delay(1000 * waits)
      const second = await honest(stage.name, caller, owner)
      count.add(`after ${waits} s: ${told(second)}`, second.status === 429)
    } else count.add(waits > 0 ? `${told(first)}, ${waits} s` : told(first), !letIn(first))
    return count.outcome()
  },
}

async function honest(server: string, caller: Caller, user_id: string) {
  if (server === 'production') return performChallenge(caller, 'verify', { user_id }, ADA)
  const images = await stills(await photographs(ADA, 1, { from: 4 }))
  return send(caller, 'POST', '/verify', { user_id, images })
}
