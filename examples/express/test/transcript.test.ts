import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiKey } from '@faceward/adapters'
import { systemRandom } from '@faceward/node'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readServerSettings } from '../src/server/server-settings.js'
import { type RunningServer, startServer } from '../src/server/start-server.js'
import { heldByHand, photos, printOf } from './simulated-photos.js'

const ADA = 1
/** Simulated people are more alike than people: of these at least one is clearly different from Ada, and none is her. */
const STRANGERS = [10, 11, 29]
/** Rendering takes a second a picture, and more on a busy machine. */
const LIMIT_MS = 240_000

const home = mkdtempSync(join(tmpdir(), 'faceward-transcript-'))
const lines: string[] = []
const running: { server?: RunningServer; secret?: string } = {}

beforeAll(async () => {
  const { secret, record } = await createApiKey({
    id: 'bank',
    scopes: ['enroll', 'verify', 'delete', 'admin', 'scores:read'],
    random: systemRandom,
  })
  const environment = {
    ...process.env,
    FACEWARD_HOME: home,
    API_PORT: '0',
    API_KEYS: `bank:${record.sha256}:enroll+verify+delete+admin+scores.read`,
    REQUIRE_CONSENT: 'true',
  }
  const logger = pino({ level: 'info', base: null }, { write: (line: string) => void lines.push(line) })
  running.server = await startServer({ settings: readServerSettings(environment), environment, logger })
  running.secret = secret
})

afterAll(async () => {
  await running.server?.stop()
  rmSync(home, { recursive: true, force: true })
})

/** What these tests look at of any answer. */
interface Body {
  readonly decision: string
  readonly fusion_score: number
  readonly challenge_id: string
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
    headers: { authorization: `Bearer ${running.secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body }
}

/** The first of the strangers who is rejected for not being Ada. */
async function firstRejected() {
  for (const seed of STRANGERS) {
    const strangers = base64(await photos(seed, 1, { from: 4 }))
    const answer = await call('POST', '/verify', { user_id: 'ada', images: strangers })
    expect(answer.body.decision).not.toBe('accept')
    if (answer.body.decision === 'reject') return { strangers, rejected: answer }
  }
  throw new Error('No stranger was rejected.')
}

describe('a day with the server, over HTTP', () => {
  it(
    'goes as the documentation says',
    async () => {
      expect(await call('GET', '/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } })

      // Enrolment, which needs consent here.
      const images = base64(await photos(ADA, 3))
      expect(await call('POST', '/enroll', { user_id: 'ada', images })).toMatchObject({
        status: 422,
        body: { code: 'consent-required' },
      })
      const consented = { user_id: 'ada', images, consent_reference: 'form 7' }
      expect(await call('POST', '/enroll', consented)).toMatchObject({
        status: 200,
        body: { decision: 'enrolled' },
      })
      expect(await call('POST', '/enroll', consented)).toMatchObject({
        body: { decision: 'refused', reasons: [{ code: 'already_enrolled' }] },
      })

      // The person herself, a stranger, and nobody.
      const probe = await photos(ADA, 1, { from: 4 })
      const accepted = await call('POST', '/verify', { user_id: 'ada', images: base64(probe) })
      expect(accepted.body).toMatchObject({ decision: 'accept', match: true, assurance: 'stills' })
      expect(accepted.body.fusion_score).toBeGreaterThan(0.85)
      const { strangers, rejected } = await firstRejected()
      expect(rejected.body).toMatchObject({ match: false, reasons: [{ code: 'no_match' }] })
      expect((await call('POST', '/users/ada/unlock')).status).toBe(200)
      const nobody = await call('POST', '/verify', { user_id: 'zoe', images: strangers })
      expect(nobody.body).toMatchObject({ match: false, reasons: [{ code: 'no_match' }] })
      expect(Object.keys(nobody.body)).toEqual(Object.keys(rejected.body))

      // Her picture in print, held before the camera: it cannot do what is asked. The challenge is good once.
      const challenge = await call('POST', '/challenges', { user_id: 'ada' })
      expect(challenge).toMatchObject({ status: 201, body: { expires_in_ms: 60_000 } })
      const print = await heldByHand(await printOf(probe[0] as Buffer), 8)
      const frames = base64(print).map((image, index) => ({ image, captured_at: 150 * index }))
      const answer = { user_id: 'ada', frames, challenge_id: challenge.body.challenge_id }
      const attack = await call('POST', '/verify', answer)
      expect(attack.body).toMatchObject({ decision: 'reject', match: false })
      expect(['liveness_too_low', 'presentation_attack', 'challenge_failed']).toContain(
        attack.body.reasons[0]?.code,
      )
      expect(await call('POST', '/verify', answer)).toMatchObject({
        status: 409,
        body: { code: 'challenge-not-usable' },
      })

      // After the print, four failures more: then the user has to wait.
      for (let failures = 1; failures < 5; failures++) {
        expect((await call('POST', '/verify', { user_id: 'ada', images: strangers })).status).toBe(200)
      }
      const locked = await call('POST', '/verify', { user_id: 'ada', images: base64(probe) })
      expect(locked).toMatchObject({ status: 429, body: { code: 'too-many-attempts' } })
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0)

      // What is kept, and that nothing is left of it.
      expect((await call('GET', '/users/ada')).body).toMatchObject({
        consent_reference: 'form 7',
        failed_attempts: 5,
      })
      const receipt = await call('DELETE', '/users/ada')
      expect(receipt.body).toMatchObject({ deleted_records: 2 })
      expect((await call('GET', '/users/ada')).status).toBe(404)
      expect(await running.server?.api.checkAudit()).toMatchObject({ status: 'intact' })
    },
    LIMIT_MS,
  )

  it('left no picture, user id or key in the log or beside the store', () => {
    const told = lines.join('')
    expect(told).toContain('"outcome":"accept"')
    expect(told).not.toMatch(/"ada"|"zoe"|form 7/)
    expect(told.includes(running.secret ?? '-')).toBe(false)
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
