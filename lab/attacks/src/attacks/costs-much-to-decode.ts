import { setTimeout as delay } from 'node:timers/promises'
import { ADA } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { askChallenge, stills, told } from '../requests.js'
import { send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'
import { progressiveBomb } from './progressive-bomb.js'

const SIDE = 3456
const PICTURES = 5
const LIMIT_MS = 10_000

/** A few small legal pictures that take a machine's time. */
export const costsMuchToDecode: Attack = {
  group: 'Work is bounded',
  name: `${PICTURES} progressive JPEGs of 46 kB, thousands of empty scans (in: over ${LIMIT_MS / 1000} s for them or for who comes next)`,
  async run(stage) {
    const count = tally()
    const caller = stage.stranger()
    const user_id = stage.victim(ADA)
    const bombs = Array<string>(PICTURES).fill(progressiveBomb(SIDE, SIDE).toString('base64'))
    const { challenge } = stage.name === 'production' ? await askChallenge(caller, user_id) : {}
    const faces = challenge
      ? { challenge_id: challenge.id, frames: bombs.map((image, i) => ({ image, captured_at: i })) }
      : { images: bombs }
    const startedMs = performance.now()
    const sent = send(caller, 'POST', '/verify', { user_id, ...faces })
    await delay(300)
    const images = await stills(await photographs(ADA, 1, { from: 4 }))
    const honest = await send(stage.stranger(), 'POST', '/verify', { user_id: stage.victim(ADA), images })
    const waitedMs = performance.now() - startedMs - 300
    count.add(`honest caller: ${told(honest)}`, waitedMs > LIMIT_MS)
    const answer = await sent
    const tookMs = performance.now() - startedMs
    count.add(told(answer), tookMs > LIMIT_MS)
    return count.outcome(`${seconds(tookMs)} for them, ${seconds(waitedMs)} for who came next`)
  },
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
