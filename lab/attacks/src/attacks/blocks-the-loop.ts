import { setTimeout as delay } from 'node:timers/promises'
import { type Caller, send } from '../servers/send.js'
import { type Attack, tally } from '../stage.js'

const BYTES = 10_000_000
/** What /livez may take, and how many times what it takes at rest, for machines that are busy otherwise. */
const LIMIT_MS = 200
const TIMES_AT_REST = 10
const TURNS = 3

const repeated = (before: string, piece: string, after: string) =>
  before + piece.repeat(Math.floor((BYTES - before.length - after.length) / piece.length)) + after

const BODIES: Readonly<Record<string, () => string>> = {
  'many strings': () => repeated('{"user_id":"a","images":[', '"aa",', '"aa"]}'),
  'many objects': () => repeated('{"user_id":"a","frames":[', '{"image":"aa","captured_at":1},', '{}]}'),
  'a deep nest': () => '['.repeat(BYTES / 2) + ']'.repeat(BYTES / 2),
  'many keys': () => `{${Array.from({ length: BYTES / 13 }, (_, i) => `"k${i}":0`).join(',')}}`,
}

/** 10 MB of JSON, and how long somebody waits meanwhile who only asks whether the process lives. */
export const blocksTheLoop: Attack = {
  group: 'Work is bounded',
  name: `10 MB of JSON in four forms, /livez asked meanwhile (in: over ${LIMIT_MS} ms and ${TIMES_AT_REST} times the wait at rest)`,
  async run(stage) {
    const count = tally()
    const caller = stage.stranger()
    const waits: string[] = []
    for (const [name, make] of Object.entries(BODIES)) {
      const body = make()
      const { worst, blocked } = await leastBlocked(caller, body)
      count.add(blocked ? 'blocked' : 'answers meanwhile', blocked)
      waits.push(`${name} ${worst.toFixed(0)} ms`)
    }
    return count.outcome(waits.join(', '))
  },
}

/** The best of a few tries: what blocks the loop does so every time, a busy machine does not. */
async function leastBlocked(caller: Caller, body: string) {
  let best = { worst: Number.POSITIVE_INFINITY, blocked: true }
  for (let turn = 0; turn < TURNS && best.blocked; turn++) {
    const atRest = await longestWait(caller, delay(500))
    const sent = send(caller, 'POST', '/verify', body).catch(() => undefined)
    const worst = await longestWait(caller, sent)
    const blocked = worst > Math.max(LIMIT_MS, TIMES_AT_REST * atRest)
    if (worst < best.worst) best = { worst, blocked }
  }
  return best
}

async function longestWait(caller: Caller, until: Promise<unknown>): Promise<number> {
  const state = { over: false, worst: 0 }
  const finished = until.finally(() => {
    state.over = true
  })
  while (!state.over) {
    const startedMs = performance.now()
    await send(caller, 'GET', '/livez')
    state.worst = Math.max(state.worst, performance.now() - startedMs)
    await delay(10)
  }
  await finished
  return state.worst
}
