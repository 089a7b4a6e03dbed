import { randomBytes } from 'node:crypto'
import { openLibrary } from '../servers/open-library.js'
import { type Answer, send } from '../servers/send.js'
import { startServer, temporaryFolder } from '../servers/server-process.js'
import { type Attack, tally } from '../stage.js'

const group = 'Who may do what'
const CLAIM = { user_id: 'whoever', images: ['aa'] }
/** Refused for who asks, not for what. */
const isRefused = ({ status }: Answer) => status === 401 || status === 403
const told = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`.trim()

/** From outside, a Host header that says localhost. */
export const saysLocalhost: Attack = {
  group,
  name: '`Host: localhost` from an address that is not loopback, createFaceApi on 0.0.0.0 without keys',
  servers: ['npm start'],
  async run() {
    const count = tally()
    const library = await openLibrary()
    const { outside, port } = library
    if (outside === undefined) return count.outcome('this machine has no other address')
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      const caller = { host: outside, port, from: outside }
      const answer = await send(caller, 'POST', '/verify', CLAIM, { host })
      count.add(told(answer), !isRefused(answer))
    }
    await library.close()
    return count.outcome()
  },
}

const HEADERS: readonly Readonly<Record<string, string>>[] = [
  { 'x-forwarded-for': '203.0.113.7' },
  { forwarded: 'for=203.0.113.7' },
  { 'x-real-ip': '203.0.113.7' },
  { 'x-forwarded-host': 'faces.example' },
]

/** A proxy that rewrites Host stands in front of a server without keys. */
export const comesThroughAProxy: Attack = {
  group,
  name: 'a forwarding header, no keys and no API_TRUST_PROXY: a proxy makes everybody local',
  servers: ['npm start'],
  async run(stage) {
    const count = tally()
    for (const headers of HEADERS) {
      const answer = await send(stage.stranger(), 'POST', '/verify', CLAIM, { ...headers, host: 'localhost' })
      count.add(told(answer), !isRefused(answer))
    }
    return count.outcome()
  },
}

/** A production server that nobody gave keys. */
export const startsWithoutKeys: Attack = {
  group,
  name: 'NODE_ENV=production without API_KEYS (in: it starts)',
  servers: ['production'],
  async run() {
    const count = tally()
    const folder = temporaryFolder()
    const environment = { NODE_ENV: 'production', BIOMETRIC_TEMPLATE_KEY: randomBytes(32).toString('hex') }
    const started = await startServer(folder, environment).catch(() => undefined)
    count.add(started ? 'it listens' : 'it does not start', started !== undefined)
    await started?.stop()
    folder.remove()
    return count.outcome()
  },
}
