// Tells whether the time of an answer tells who is enrolled.
// Needs: nothing
// Options: [servers, default 2]
//
// Claims of a stranger to be an enrolled user and to be nobody, in turns, over HTTP. Prints medians and the Mann-Whitney
// U test; |z| above 2 would be suspicious.
import { type ServerProcess, startProcess } from '../../../../examples/express/test/server-process.js'
import { photos, toJpeg } from '../../../../examples/express/test/simulated-photos.js'

const [servers = 2] = process.argv.slice(2).map(Number)
const USERS = ['ada', 'nobody'] as const
type Times = Record<(typeof USERS)[number], number[]>
/** A client may fail a hundred times an hour: a server answers so many pairs, the first ones to warm up. */
const PAIRS = 48
const WARM_UP = 3
const ADA = 1
const STRANGER = 10

const base64 = async (seed: number, count: number) =>
  Promise.all((await photos(seed, count)).map(async (photo) => (await toJpeg(photo)).toString('base64')))
const enrolment = { user_id: 'ada', images: await base64(ADA, 3) }
const images = await base64(STRANGER, 1)

async function decisionOf({ url }: ServerProcess, path: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = (await response.json()) as { decision?: string; code?: string }
  return answer.decision ?? answer.code ?? 'done'
}

async function measure(server: ServerProcess, times: Times): Promise<void> {
  const enrolled = await decisionOf(server, '/enroll', enrolment)
  if (enrolled !== 'enrolled') throw new Error(`Not enrolled: ${enrolled}.`)
  for (let pair = 0; pair < PAIRS; pair++) {
    // Who goes first changes, so that neither always follows the other.
    for (const user of pair % 2 === 0 ? USERS : USERS.toReversed()) {
      await decisionOf(server, `/users/${user}/unlock`, {})
      const startedMs = performance.now()
      const decision = await decisionOf(server, '/verify', { user_id: user, images })
      const tookMs = performance.now() - startedMs
      if (decision !== 'reject' && decision !== 're_verify') throw new Error(`No stranger: ${decision}.`)
      if (pair >= WARM_UP) times[user].push(tookMs)
    }
  }
}

const times: Times = { ada: [], nobody: [] }
for (let count = 0; count < servers; count++) {
  const server = await startProcess({ LOG_LEVEL: 'error', RATE_LIMIT_PER_MINUTE: '1000000' })
  await measure(server, times).finally(() => server.stop())
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
const pairs = times.ada.length
const wins = times.ada.reduce((sum, one) => sum + times.nobody.filter((other) => one > other).length, 0)
const deviation = Math.sqrt((pairs * pairs * (2 * pairs + 1)) / 12)
console.log(
  `${pairs} pairs: enrolled p50 ${median(times.ada).toFixed(1)} ms, nobody p50 ${median(times.nobody).toFixed(1)} ms, ` +
    `U test z = ${((wins - (pairs * pairs) / 2) / deviation).toFixed(2)}`,
)
