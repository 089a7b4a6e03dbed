import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { ADA } from '../cast.js'
import { photographs } from '../people/photographs.js'
import { stills, told } from '../requests.js'
import { type Caller, send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

const CONNECTIONS = 40
const MOMENT_MS = 700

/** Connections that announce a body and send none, or a character now and then. */
export const staysSilent: Attack = {
  group: 'Work is bounded',
  name: `${CONNECTIONS} connections that send no body, then an honest request (in: no place for it)`,
  async run(stage) {
    const count = tally()
    const images = await stills(await photographs(ADA, 1, { from: 4 }))
    for (const body of ['', '{']) {
      const stranger = stage.stranger()
      const open = Array.from({ length: CONNECTIONS }, () => announce(stranger, body))
      await delay(MOMENT_MS)
      const answer = await send(stage.stranger(), 'POST', '/verify', { user_id: stage.victim(ADA), images })
      count.add(told(answer), answer.status >= 429)
      for (const socket of open) socket.destroy()
      await delay(MOMENT_MS)
    }
    return count.outcome()
  },
}

function announce({ host, port, from, key }: Caller, body: string): Socket {
  const socket = connect({ host, port, localAddress: from })
  socket.on('error', () => undefined)
  const lines = [
    'POST /verify HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    'Content-Length: 100000',
    ...(key === undefined ? [] : [`Authorization: Bearer ${key}`]),
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  return socket
}
