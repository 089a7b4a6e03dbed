import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { send } from '../servers/send.js'
import { stacksIn } from '../servers/stacks.js'
import { type Attack, type Stage, tally } from '../stage.js'

const TIMES = 30
const MOMENT_MS = 500

/** Requests one behind the other on a connection that is then reset; and headers that a library complains of. */
export const leavesStacks: Attack = {
  group: 'Work is bounded',
  name: 'pipelined requests with a reset, and forwarding headers (in: a stack on standard error)',
  async run(stage) {
    const count = tally()
    for (let i = 0; i < TIMES; i++) await resetInMidPipeline(stage, i)
    await send(stage.stranger(), 'GET', '/users/x', undefined, { forwarded: 'for=1.2.3.4' })
    await send(stage.stranger(), 'GET', '/users/x', undefined, { 'x-forwarded-for': '1.2.3.4' })
    await delay(MOMENT_MS)
    const stacks = stacksIn(stage.server.complaints())
    for (const stack of stacks) count.add(stack.slice(0, 60), true)
    if (stacks.length === 0) count.add('nothing', false)
    return count.outcome()
  },
}

function resetInMidPipeline({ server, stranger }: Stage, turn: number): Promise<void> {
  const { from, key } = stranger()
  const authorization = key === undefined ? [] : [`Authorization: Bearer ${key}`]
  const lines = ['GET /users/x HTTP/1.1', 'Host: 127.0.0.1', ...authorization, '', '']
  return new Promise((resolve) => {
    const socket = connect({ host: server.host, port: server.port, localAddress: from })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve())
    socket.write(lines.join('\r\n').repeat(20), () =>
      turn % 2 === 0 ? socket.resetAndDestroy() : setTimeout(() => socket.resetAndDestroy(), turn),
    )
  })
}
