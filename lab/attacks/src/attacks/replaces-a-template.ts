import { ACCOMPLICE, ADA } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { enrolled, performChallenge, stills, told } from '../requests.js'
import { type Caller, send } from '../servers/send.js'
import { type Attack, type Stage, tally } from '../stage.js'

const group = 'Who may do what'

/** By stills, and where they are refused by a challenge that this person does. */
async function replaceBy(caller: Caller, user_id: string, person: number, more: object = { replace: true }) {
  const claim = { user_id, ...more }
  const images = await stills(await photographs(person, 3))
  const first = await send(caller, 'POST', '/enroll', { ...claim, images })
  return first.body.code === 'challenge-required' ? performChallenge(caller, 'enroll', claim, person) : first
}

/** Somebody else's template in place of the victim's. */
export const replacesATemplate: Attack = {
  group,
  name: '`replace: true` by another person, with a key that may enrol',
  async run(stage) {
    return attempt(stage, [{ replace: true }, { replace: true, replace_override: true }])
  },
}

async function attempt(stage: Stage, claims: readonly object[]) {
  const count = tally()
  for (const more of claims) {
    // Without keys everybody is an administrator, and an override is theirs to give.
    if (stage.name === 'npm start' && 'replace_override' in more) continue
    const answer = await replaceBy(stage.stranger(), stage.victim(ADA), ACCOMPLICE, more)
    count.add(told(answer), enrolled(answer))
  }
  return count.outcome()
}

/** With every scope, but without an override, it must still be the same person. */
export const operatorReplacesByAnother: Attack = {
  group,
  name: '`replace: true` by another person, with a key of every scope and no override',
  async run(stage) {
    const count = tally()
    const answer = await replaceBy(stage.operator(), stage.victim(ADA), ACCOMPLICE)
    count.add(told(answer), enrolled(answer))
    return count.outcome()
  },
}

/** The same person may be enrolled anew. */
export const ownerIsEnrolledAnew: Attack = {
  group,
  name: 'the owner herself is enrolled anew',
  control: true,
  async run(stage) {
    const count = tally()
    const answer = await replaceBy(stage.operator(), stage.victim(ADA), ADA)
    count.add(told(answer), enrolled(answer))
    return count.outcome()
  },
}
