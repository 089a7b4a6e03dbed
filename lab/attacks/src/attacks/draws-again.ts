import { setTimeout as delay } from 'node:timers/promises'
import { ADA } from '../cast.js'
import { askChallenge, told } from '../requests.js'
import { send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

const group = 'Talking the challenge away'
const DRAWS = 60
/** Twice what may fail before each try has to wait: fewer draws than that wait for no known one. */
const FEW = 10
const LIFETIME_MS = 61_000

/** Draws a challenge, spoils it by a picture that is none, and draws again, until the known one comes. */
export const drawsAgain: Attack = {
  group,
  name: `challenges drawn again and again, each spoilt by a broken picture (in: more than ${FEW} of ${DRAWS})`,
  async run(stage) {
    const caller = stage.stranger()
    const user_id = stage.victim(ADA)
    const count = tally()
    let draws = 0
    for (let i = 0; i < DRAWS; i++) {
      const { challenge, answer } = await askChallenge(caller, user_id)
      if (challenge === undefined) count.add(told(answer), false)
      else {
        draws++
        const frames = [{ image: Buffer.from('no picture').toString('base64'), captured_at: 0 }]
        const spoilt = await send(caller, 'POST', '/verify', { user_id, frames, challenge_id: challenge.id })
        count.add(`drawn, ${told(spoilt)}`, draws > FEW)
      }
    }
    return count.outcome(`${draws} draws of ${DRAWS}`)
  },
}

/** Lets challenges lapse and draws again. */
export const letsThemLapse: Attack = {
  group,
  name: `challenges left to lapse, drawn again a minute later (in: more than ${FEW} in two minutes)`,
  waits: true,
  async run(stage) {
    const caller = stage.stranger()
    const user_id = stage.victim(ADA)
    const count = tally()
    let draws = 0
    for (let round = 0; round < 3; round++) {
      if (round > 0) await delay(LIFETIME_MS)
      for (let i = 0; i < 6; i++) {
        const { challenge, answer } = await askChallenge(caller, user_id)
        if (challenge !== undefined) draws++
        count.add(challenge ? 'drawn' : told(answer), challenge !== undefined && draws > FEW)
      }
    }
    return count.outcome(`${draws} draws`)
  },
}
