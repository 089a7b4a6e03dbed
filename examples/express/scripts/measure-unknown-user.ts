// Whether the time of an answer tells who is enrolled: claims of a stranger to be an enrolled user and to be nobody,
// in turns, over HTTP. Prints medians and the Mann-Whitney U test; |z| above 2 would be suspicious.
//   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs examples/express/scripts/measure-unknown-user.ts [pairs]

import { startProcess } from '../test/server-process.js'
import { photos, toJpeg } from '../test/simulated-photos.js'

const [pairs = 150] = process.argv.slice(2).map(Number)
const USERS = ['ada', 'nobody'] as const
const ADA = 1
const STRANGER = 10

const server = await startProcess({ LOG_LEVEL: 'error', RATE_LIMIT_PER_MINUTE: '1000000' })
const base64 = async (seed: number, count: number) =>
  Promise.all((await photos(seed, count)).map(async (photo) => (await toJpeg(photo)).toString('base64')))
const post = async (path: string, body: object) =>
  (
    await fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json() as Promise<{ decision?: string }>

const { decision } = await post('/enroll', { user_id: 'ada', images: await base64(ADA, 3) })
if (decision !== 'enrolled') throw new Error('The enrolment was refused.')
const images = await base64(STRANGER, 1)

const times: Record<(typeof USERS)[number], number[]> = { ada: [], nobody: [] }
for (let pair = -3; pair < pairs; pair++) {
  // Who goes first changes, so that neither always follows the other.
  for (const user of pair % 2 === 0 ? USERS : USERS.toReversed()) {
    await post(`/users/${user}/unlock`, {})
    const startedMs = performance.now()
    const answer = await post('/verify', { user_id: user, images })
    const tookMs = performance.now() - startedMs
    if (answer.decision === 'accept' || answer.decision === undefined) throw new Error('No stranger.')
    // The first ones warm up.
    if (pair >= 0) times[user].push(tookMs)
  }
}
await server.stop()

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number
const wins = times.ada.reduce((sum, one) => sum + times.nobody.filter((other) => one > other).length, 0)
const deviation = Math.sqrt((pairs * pairs * (2 * pairs + 1)) / 12)
console.log(
  `${pairs} pairs: enrolled p50 ${median(times.ada).toFixed(1)} ms, nobody p50 ${median(times.nobody).toFixed(1)} ms, ` +
    `U test z = ${((wins - (pairs * pairs) / 2) / deviation).toFixed(2)}`,
)
