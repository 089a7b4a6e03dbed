import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiKey } from '@faceward/adapters'
import { SESSION_ACTIONS, type SessionAction } from '@faceward/capture-simulated'
import { createSharpDecoder, frameFromImage, systemRandom } from '@faceward/node'
import type { RandomSource } from '@faceward/spec'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateChallenge } from '../../../packages/liveness/src/index.js'
import { readServerSettings } from '../src/server/server-settings.js'
import { type RunningServer, startServer } from '../src/server/start-server.js'
import { photos, sessionFrames } from './simulated-photos.js'
import { createTestClock, PATIENT } from './test-clock.js'

const ADA = 1
/** Simulated people are more alike than people: of these at least one is clearly different from Ada, and none is her. */
const STRANGERS = [10, 11, 29]

const home = mkdtempSync(join(tmpdir(), 'faceward-transcript-'))
const lines: string[] = []
const running: { server?: RunningServer } = {}
const clock = createTestClock()
const { secret, record } = await createApiKey({
  id: 'bank',
  scopes: ['enroll', 'verify', 'delete', 'admin', 'scores:read'],
  random: systemRandom,
})
const environment = {
  ...PATIENT,
  FACEWARD_HOME: home,
  BIOMETRIC_TEMPLATE_KEY: Buffer.from(systemRandom.bytes(32)).toString('hex'),
  API_PORT: '0',
  API_KEYS: `bank:${record.sha256}:enroll+verify+delete+admin+scores.read`,
  REQUIRE_CONSENT: 'true',
}

/** The same actions in every challenge: those that were rendered. */
const random: RandomSource = {
  bytes: (length) => (length === 1 ? Uint8Array.of(7) : systemRandom.bytes(length)),
}
const ACTIONS = generateChallenge({ random }).actions as readonly SessionAction[]

const asked = {
  challenge: ACTIONS.map((action, index) => ({ action, atMs: 300 + 1600 * index })),
  subjectSeed: ADA,
  seed: 5,
  framesPerSecond: 8,
}

/** Everything that is shown to the server, rendered once. */
async function render() {
  return {
    enrolled: await photos(ADA, 3),
    later: await photos(ADA, 1, { from: 4 }),
    strangers: await Promise.all(STRANGERS.map((seed) => photos(seed, 1, { from: 4 }))),
    print: await sessionFrames({ ...asked, species: 'flat-print', durationMs: 1500 }),
    replay: await sessionFrames({ ...asked, species: 'replay-phone', durationMs: 1500 }),
    herself: await sessionFrames({ ...asked, species: 'bona-fide', durationMs: 3600 }),
  }
}
const shown = {} as Awaited<ReturnType<typeof render>>
beforeAll(async () => void Object.assign(shown, await render()))

/** Starts the server on the one data folder, where it finds what it kept before. */
async function start(more: Readonly<Record<string, string>> = {}): Promise<void> {
  const given = { ...process.env, ...environment, ...more }
  const logger = pino({ level: 'info', base: null }, { write: (line: string) => void lines.push(line) })
  const settings = readServerSettings(given)
  running.server = await startServer({
    settings,
    environment: given,
    logger,
    random,
    clock,
    decodeImage: createSharpDecoder(),
  })
}

afterAll(async () => {
  await running.server?.stop()
  rmSync(home, { recursive: true, force: true })
})

/** What these tests look at of any answer. */
interface Body {
  readonly decision: string
  readonly fusion_score: number
  readonly challenge_id: string
  readonly deleted_records: number
  readonly actions: readonly SessionAction[]
  readonly reasons: readonly { readonly code: string }[]
}

const base64 = (pictures: readonly Buffer[]) => pictures.map((picture) => picture.toString('base64'))

async function call(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; headers: Headers; body: Body }> {
  const response = await fetch(`${running.server?.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      // Rendering takes longer than an idle connection lives.
      connection: 'close',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body }
}

const verify = (claim: object) => call('POST', '/verify', { user_id: 'ada', ...claim })
const challenge = async () => (await call('POST', '/challenges', { user_id: 'ada' })).body

type Frames = Awaited<ReturnType<typeof sessionFrames>>

/** Answers a new challenge with these frames, which take the time they took. */
async function answer(frames: Frames) {
  const { challenge_id } = await challenge()
  clock.advance(frames.at(-1)?.captured_at ?? 0)
  return { challenge_id, frames }
}

/** The first of the strangers who is rejected for not being Ada. */
async function firstRejected() {
  for (const pictures of shown.strangers) {
    const strangers = base64(pictures)
    const rejected = await verify({ images: strangers })
    expect(rejected.body.decision).not.toBe('accept')
    if (rejected.body.decision === 'reject') return { strangers, rejected }
  }
  throw new Error('No stranger was rejected.')
}

describe('a server to try things with, over HTTP', () => {
  it('enrols with consent, accepts the person, rejects a stranger like nobody, and locks', async () => {
    await start()
    expect(await call('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } })

    const enrolment = { user_id: 'ada', images: base64(shown.enrolled) }
    expect(await call('POST', '/enroll', enrolment)).toMatchObject({
      status: 422,
      body: { code: 'consent-required' },
    })
    const consented = { ...enrolment, consent_reference: 'form 7' }
    expect(await call('POST', '/enroll', consented)).toMatchObject({
      status: 200,
      body: { decision: 'enrolled' },
    })
    expect(await call('POST', '/enroll', consented)).toMatchObject({
      body: { decision: 'refused', reasons: [{ code: 'already_enrolled' }] },
    })

    const images = base64(shown.later)
    const accepted = await verify({ images })
    expect(accepted.body).toMatchObject({ decision: 'accept', match: true, assurance: 'stills' })
    expect(accepted.body.fusion_score).toBeGreaterThan(0.85)
    const { strangers, rejected } = await firstRejected()
    expect(rejected.body).toMatchObject({ match: false, reasons: [{ code: 'no_match' }] })
    const nobody = await verify({ user_id: 'zoe', images: strangers })
    expect(nobody.body).toMatchObject({ match: false, reasons: [{ code: 'no_match' }] })
    expect(Object.keys(nobody.body)).toEqual(Object.keys(rejected.body))

    expect((await call('POST', '/users/ada/unlock')).status).toBe(200)
    for (let failures = 0; failures < 5; failures++) {
      expect((await verify({ images: strangers })).status).toBe(200)
    }
    const locked = await verify({ images })
    expect(locked).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } })
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0)
    await running.server?.stop()
  })
})

describe('the same server in production, started anew', () => {
  it('remembers the failures, rejects a print and a replay whatever they try, and accepts the person', async () => {
    await start({ NODE_ENV: 'production' })
    const locked = await verify({ images: base64(shown.later) })
    expect(locked).toMatchObject({ status: 422, body: { code: 'challenge-required' } })
    expect((await call('GET', '/users/ada')).body).toMatchObject({ failed_attempts: 5 })
    expect((await call('POST', '/users/ada/unlock')).status).toBe(200)

    const { actions } = await challenge()
    const enrolment = { user_id: 'eve', images: base64(shown.enrolled), consent_reference: 'form 8' }
    expect(await call('POST', '/enroll', enrolment)).toMatchObject({
      status: 422,
      body: { code: 'challenge-required' },
    })
    expect(SESSION_ACTIONS).toEqual(expect.arrayContaining([...actions]))
    expect(actions).toEqual(ACTIONS)

    // Also where the API's own rule is not asked: the policy itself wants an answered challenge.
    const decoder = createSharpDecoder()
    const [still] = shown.later
    const image = await decoder.decode(new Uint8Array(still as Buffer))
    const direct = await running.server?.engine.verify({
      subjectId: 'ada',
      frames: [frameFromImage(image)],
    })
    expect(direct).toMatchObject({ decision: 're_verify', reasons: [{ code: 'assurance_too_low' }] })

    for (const frames of [shown.print, shown.replay]) {
      const answered = await answer(frames)
      const { body } = await verify(answered)
      expect(body).toMatchObject({ decision: 'reject', match: false })
      expect(['liveness_too_low', 'presentation_attack', 'challenge_failed']).toContain(body.reasons[0]?.code)
      // A challenge is good once.
      expect(await verify(answered)).toMatchObject({ status: 409, body: { code: 'challenge-not-usable' } })
      // One frame shows nothing of what was asked.
      expect((await verify(await answer(frames.slice(0, 1)))).body).toMatchObject({ match: false })
    }
    // Four failures, and the challenge that nobody answered.
    expect((await call('GET', '/users/ada')).body).toMatchObject({ failed_attempts: 5 })
    expect((await call('POST', '/users/ada/unlock')).status).toBe(200)
    expect((await verify(await answer(shown.herself))).body).toMatchObject({
      decision: 'accept',
      assurance: 'challenge',
    })

    // What is kept, and that nothing is left of it.
    expect((await call('GET', '/users/ada')).body).toMatchObject({
      consent_reference: 'form 7',
      failed_attempts: 0,
    })
    // The template and the counter, and the challenge that nobody answered while it lives.
    expect((await call('DELETE', '/users/ada')).body.deleted_records).toBeGreaterThanOrEqual(2)
    expect((await call('GET', '/users/ada')).status).toBe(404)
    expect(await running.server?.api.checkAudit()).toMatchObject({ status: 'intact' })
  })

  it('left no picture, user id or key in the log or beside the store', () => {
    const told = lines.join('')
    expect(told).toContain('"outcome":"accept"')
    expect(told).not.toMatch(/"ada"|"zoe"|form 7/)
    expect(told.includes(secret)).toBe(false)
    for (const name of readdirSync(home)) {
      const bytes = readFileSync(join(home, name))
      expect(bytes.includes('\x89PNG'), name).toBe(false)
      expect(bytes.includes('form 7'), name).toBe(false)
    }
  })
})

describe('the settings', () => {
  it('keep a server without keys on this machine', () => {
    expect(() => readServerSettings({ API_HOST: '0.0.0.0' })).toThrow(/API_KEYS/)
    expect(readServerSettings({ API_HOST: '127.0.0.1' }).engine.apiKeys).toEqual([])
    const keys = `bank:${'ab'.repeat(32)}:verify`
    expect(readServerSettings({ API_HOST: '0.0.0.0', API_KEYS: keys }).engine.apiHost).toBe('0.0.0.0')
    expect(() => readServerSettings({ SHUTDOWN_DELAY_MS: 'soon' })).toThrow(/SHUTDOWN_DELAY_MS/)
  })
})
