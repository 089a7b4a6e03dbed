import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { photographFiles } from '../people/photographs.js'
import { chanceOf } from '../random.js'
import { send } from '../servers/send.js'
import { makeKeys } from '../servers/server-keys.js'
import { type ServerProcess, startServer, temporaryFolder } from '../servers/server-process.js'
import { stacksIn } from '../servers/stacks.js'
import { exchange } from './exchange.js'
import { picturePool } from './fuzz-pictures.js'
import { type FuzzContext, type FuzzRequest, fuzzRequest } from './fuzz-requests.js'
import { serveHonestly } from './serve-honestly.js'

/** What a run found. */
export interface FuzzFindings {
  readonly seed: number
  readonly requests: number
  readonly seconds: number
  /** Requests by kind, answers by status; 0: the connection was closed without one. */
  readonly kinds: Readonly<Record<string, number>>
  readonly statuses: Readonly<Record<string, number>>
  /** Megabytes: when all was warm, the most, and at the end. */
  readonly resident: { readonly first: number; readonly most: number; readonly last: number }
  /** One line each. */
  readonly failures: readonly string[]
}

const ADA = 1
const CONNECTIONS = 16
/** Clients are addresses: so many that no limit for one of them hides what lies behind. */
const ADDRESSES = 60
/** More than a few requests with pictures at the largest body need together. */
const MOST_RESIDENT_MB = 1500
const SAMPLE_MS = 500
const SOCKET_BYTES = 65_536

const SCOPES = {
  all: 'enroll+verify+delete+admin+scores.read+replace',
  app: 'enroll+verify',
  enroller: 'enroll',
  verifier: 'verify',
  eraser: 'delete',
  admin: 'admin',
  other: 'enroll+verify+delete+admin:other-tenant',
}

export async function runFuzz(options: {
  readonly seed: number
  readonly first: number
  readonly count: number
  readonly say: (line: string) => void
}): Promise<FuzzFindings> {
  const { seed, first, count, say } = options
  const startedMs = performance.now()
  const photos = await photographFiles(ADA, 5)
  const keys = await makeKeys({ ...SCOPES, honest: SCOPES.all })
  const folder = temporaryFolder()
  const server = await startServer(folder, {
    API_KEYS: keys.setting,
    BIOMETRIC_TEMPLATE_KEY: randomBytes(32).toString('hex'),
    REQUIRE_CHALLENGE: 'none',
    RATE_LIMIT_PER_MINUTE: '1000000',
    API_TIMEOUT_MS: '10000',
    LOG_LEVEL: 'error',
  })
  const secrets = Object.keys(SCOPES).map((name) => keys.secrets[name]!)
  const state = { next: first, challengeId: 'A'.repeat(22), done: 0 }
  const kinds: Record<string, number> = {}
  const statuses: Record<string, number> = {}
  const failures: string[] = []
  const pool = await picturePool(photos[4]!)
  const context = (): FuzzContext => ({ pool, secrets, challengeId: state.challengeId })

  async function renewChallenge(): Promise<void> {
    const caller = { ...at(server), from: '127.0.0.1', key: secrets[0]! }
    const { body } = await send(caller, 'POST', '/challenges', { user_id: `ada-${state.done}` })
    state.challengeId = body.challenge_id ?? state.challengeId
  }

  async function work(): Promise<void> {
    while (state.next < first + count && server.ended() === undefined) {
      const number = state.next++
      const request = fuzzRequest(chanceOf(seed, number), context())
      const { statuses: answered, hung } = await exchange(at(server), addressOf(number), request)
      kinds[request.kind] = (kinds[request.kind] ?? 0) + 1
      for (const status of answered.length === 0 ? [0] : answered)
        statuses[status] = (statuses[status] ?? 0) + 1
      const problem = problemOf(request, answered, hung)
      if (problem !== undefined) {
        failures.push(`request ${number} of seed ${seed}: ${problem} to ${firstLine(request)}`)
        say(failures.at(-1)!)
        if (options.count === 1) say(request.bytes.toString('latin1'))
      }
      const done = ++state.done
      if (done % 5000 === 0) say(`${done} of ${count}, ${server.residentMb().toFixed(0)} MB`)
      if (done % 500 === 0) await renewChallenge()
    }
  }

  const watching = watchMemory(server)
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  const resident = await watching.stop()
  if (server.ended() !== undefined)
    failures.push(`the server ended with ${server.ended()}: ${server.complaints()}`)
  else {
    const caller = { ...at(server), from: '127.0.0.1', key: keys.secrets['honest']! }
    failures.push(...(await serveHonestly(caller, photos)))
  }
  if (resident.most > MOST_RESIDENT_MB) failures.push(`${resident.most.toFixed(0)} MB were held in memory`)
  // What a library or Node writes when nobody caught an error.
  for (const stack of stacksIn(server.complaints())) failures.push(`standard error has a stack: ${stack}`)
  const failed = server.log.filter((line) => line.includes('"failure"'))
  for (const line of new Set(failed.map(placeOf))) failures.push(`logged as a failure: ${line}`)
  await server.stop()
  folder.remove()
  const seconds = (performance.now() - startedMs) / 1000
  return { seed, requests: state.done, seconds, kinds, statuses, resident, failures }
}

const at = ({ host, port }: ServerProcess) => ({ host, port })
const addressOf = (number: number) => `127.0.1.${1 + (number % ADDRESSES)}`
const firstLine = ({ bytes }: FuzzRequest) =>
  JSON.stringify(bytes.subarray(0, 60).toString('latin1').split('\r\n')[0])

function problemOf(request: FuzzRequest, answered: readonly number[], hung: boolean): string | undefined {
  if (hung) return 'no end'
  if (answered.includes(500)) return '500'
  // Refused in mid-body, a client may be reset before it has read why.
  const refusedUnread = request.bytes.length > SOCKET_BYTES
  if (answered.length === 0 && !request.unfinished && !refusedUnread) return 'no answer'
  return undefined
}

/** Where it failed, without what differs from request to request. */
function placeOf(line: string): string {
  const { route, name, code, stack } = JSON.parse(line) as Record<string, unknown>
  return JSON.stringify({ route, name, code, stack })
}

function watchMemory(server: ServerProcess) {
  const over = new AbortController()
  const watched = (async () => {
    const seen = { first: server.residentMb(), most: 0, last: 0 }
    while (!over.signal.aborted && server.ended() === undefined) {
      seen.last = server.residentMb()
      seen.most = Math.max(seen.most, seen.last)
      await delay(SAMPLE_MS)
    }
    return seen
  })()
  return {
    stop() {
      over.abort()
      return watched
    },
  }
}
