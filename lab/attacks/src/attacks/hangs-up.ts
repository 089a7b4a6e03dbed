import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { ADA, STRANGERS } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { askChallenge, stills, told } from '../requests.js'
import { type Caller, send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

/** When each hangs up: somewhere between the charge and the decision, on a slow machine and on a fast one. */
const MOMENTS_MS = [150, 300, 600, 1200] as const
const TRIES = MOMENTS_MS.length
const SETTLED_MS = 1500

/** Goes away in mid-verification: that is an attempt like another, or challenges are drawn for nothing. */
export const hangsUp: Attack = {
  group: 'Talking the challenge away',
  name: `${TRIES} verifications whose sender hangs up (in: an attempt is given back)`,
  async run(stage) {
    const count = tally()
    const caller = stage.stranger()
    const user_id = stage.victim(ADA)
    const image = (await stills(await photographs(STRANGERS[0], 1, { from: 4 })))[0]!
    const before = await failures(stage.operator(), user_id)
    for (const moment of MOMENTS_MS) {
      const { challenge, answer } = await askChallenge(caller, user_id)
      if (challenge === undefined) {
        count.add(told(answer), false)
        continue
      }
      const frames = Array.from({ length: 40 }, (_, at) => ({ image, captured_at: 50 * at }))
      await sendAndLeave(caller, JSON.stringify({ user_id, challenge_id: challenge.id, frames }), moment)
    }
    await delay(SETTLED_MS)
    const charged = (await failures(stage.operator(), user_id)) - before
    for (let i = 0; i < TRIES; i++) count.add(i < charged ? 'charged' : 'given back', i >= charged)
    return count.outcome()
  },
}

async function failures(operator: Caller, user_id: string): Promise<number> {
  return (await send(operator, 'GET', `/users/${user_id}`)).body.failed_attempts ?? 0
}

function sendAndLeave({ host, port, from, key }: Caller, body: string, momentMs: number): Promise<void> {
  const lines = [
    'POST /verify HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(key === undefined ? [] : [`Authorization: Bearer ${key}`]),
  ]
  return new Promise((resolve) => {
    const socket = connect({ host, port, localAddress: from })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
    setTimeout(() => socket.destroy(), momentMs)
  })
}
