import { randomBytes } from 'node:crypto'
import { ADA, CROWD_FROM, STRANGERS } from './cast.js'
import { photographs } from './people/photographs.js'
import { passOver } from './people/real-people.js'
import { chanceOf } from './random.js'
import { enrolled, stills, told } from './requests.js'
import { type Caller, send } from './servers/send.js'
import { makeKeys } from './servers/server-keys.js'
import { type ServerProcess, startServer, temporaryFolder } from './servers/server-process.js'
import type { Stage, StageName } from './stage.js'

const APPLICATIONS = 80
const OWNER_IDS = 70
const STRANGER_IDS = 3
const idsOf = (person: number) => (person === ADA ? OWNER_IDS : person < CROWD_FROM ? STRANGER_IDS : 1)
/** How fast attackers may ask is not what is tried here; how often they may fail is. */
const UNHURRIED = { RATE_LIMIT_PER_MINUTE: '1000000', LOG_LEVEL: 'warn' }

export interface OpenedStage {
  readonly stage: Stage
  close(): Promise<void>
}

/** Starts the server as its users do, with people enrolled; in production by a supervised enrolment beforehand. */
export async function openStage(
  name: StageName,
  options: { readonly seed: number; readonly crowd: number; readonly thorough: boolean },
): Promise<OpenedStage> {
  const { seed, crowd, thorough } = options
  const folder = temporaryFolder()
  const production = name === 'production'
  const applications = Array.from({ length: APPLICATIONS }, (_, i) => [`app${i}`, 'enroll+verify'])
  const all = 'enroll+verify+delete+admin+scores.read+replace'
  const keys = production
    ? await makeKeys({ operator: all, ...(Object.fromEntries(applications) as Record<string, string>) })
    : undefined
  const environment = {
    ...UNHURRIED,
    ...(keys === undefined
      ? {}
      : {
          NODE_ENV: 'production',
          API_KEYS: keys.setting,
          BIOMETRIC_TEMPLATE_KEY: randomBytes(32).toString('hex'),
        }),
  }
  const strangers = { next: 0, nobodies: 0 }
  const callerAt = ({ host, port }: ServerProcess, number: number, key?: string): Caller => ({
    host,
    port,
    // Behind a gateway all keys come from one address.
    from: production ? '127.0.0.1' : `127.0.2.${1 + number}`,
    ...(key === undefined ? {} : { key }),
  })
  const operatorAt = (server: ServerProcess) => callerAt(server, 0, keys?.secrets['operator'])

  const people = [ADA, ...STRANGERS, ...Array.from({ length: crowd }, (_, i) => CROWD_FROM + i)]
  const supervised = await startServer(
    folder,
    production ? { ...environment, REQUIRE_CHALLENGE: 'verify' } : environment,
  )
  const free = await enrolAll(operatorAt(supervised), people)
  if (production) await supervised.stop()
  const server = production ? await startServer(folder, environment) : supervised

  const stage: Stage = {
    name,
    server,
    thorough,
    chance: chanceOf(seed, name),
    operator: () => operatorAt(server),
    stranger() {
      const number = strangers.next++ % APPLICATIONS
      return callerAt(server, 1 + number, keys?.secrets[`app${number}`])
    },
    nobody: () => `nobody-${seed}-${strangers.nobodies++}`,
    victim(person) {
      const id = free.get(person)?.pop()
      if (id === undefined) throw new Error(`No id of person ${person} is left.`)
      return id
    },
  }
  return {
    stage,
    async close() {
      await server.stop()
      folder.remove()
    },
  }
}

async function enrolAll(operator: Caller, people: readonly number[]): Promise<Map<number, string[]>> {
  const free = new Map<number, string[]>()
  for (const person of people) free.set(person, await enrolPerson(operator, person))
  return free
}

async function enrolPerson(operator: Caller, person: number): Promise<string[]> {
  const images = await stills(await photographs(person, 3))
  const ids = Array.from({ length: idsOf(person) }, (_, i) => `person-${person}-${i}`)
  for (const user_id of ids) {
    const answer = await send(operator, 'POST', '/enroll', { user_id, images })
    if (enrolled(answer)) continue
    if (passOver(person)) return enrolPerson(operator, person)
    throw new Error(`Person ${person} was not enrolled: ${told(answer)}.`)
  }
  return ids
}
