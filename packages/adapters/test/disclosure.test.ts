import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { type ApiEvent, createApiKey } from '../src/index.js'
import { createPinoSink, createPrometheusSink } from '../src/node/index.js'
import { ALIKE, harness, picture, STRANGER } from './api-harness.js'

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }
const USER = 'ada.lovelace@example.org'

/** Everything that happens to a user, once, with logs and metrics as an operator has them. */
async function everything() {
  const lines: string[] = []
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const log = createPinoSink(logger)
  const prometheus = createPrometheusSink({ processMetrics: false })
  const { secret, record } = await createApiKey({
    id: 'bank',
    scopes: ['enroll', 'verify', 'delete', 'admin', 'scores:read'],
    random,
  })
  const headers = { authorization: `Bearer ${secret}` }
  const failing = new Error(`${USER} ${secret}`)
  const state = { fails: false }
  const events: ApiEvent[] = []
  const api = harness(
    {
      keys: [record],
      metrics: () => prometheus.render(),
      events: {
        emit(event) {
          events.push(event)
          log.emit(event)
          prometheus.emit(event)
        },
      },
    },
    {
      engine: (real) => ({
        ...real,
        verify: (request) => (state.fails ? Promise.reject(failing) : real.verify(request)),
      }),
    },
  )
  const id = encodeURIComponent(USER)
  const image = picture({ angle: ALIKE })
  await api.enroll(USER, headers)
  await api.send('POST', '/challenges', { user_id: USER }, headers)
  await api.send('POST', '/verify', { user_id: USER, images: [image] }, headers)
  await api.send('POST', '/verify', { user_id: USER, images: [image] }, headers)
  await api.verify(USER, STRANGER, headers)
  await api.send('GET', `/users/${id}`, undefined, headers)
  state.fails = true
  const broken = await api.verify(USER, ALIKE, headers)
  await api.send('POST', '/verify', { user_id: USER, images: ['#'] }, headers)
  await api.send('DELETE', `/users/${id}`, undefined, headers)
  await api.send('DELETE', `/users/${id}`, undefined, { authorization: 'Bearer wrong' })
  return {
    lines,
    secret,
    image,
    broken,
    events,
    metrics: (await api.send('GET', '/metrics', undefined, headers)).body,
  }
}

describe('logs and metrics', () => {
  it('tell what happened, and nothing of whom, what was seen, how alike, or with which key', async () => {
    const { lines, metrics, secret, image } = await everything()
    const told = lines.join('') + metrics
    for (const secretText of [
      USER,
      encodeURIComponent(USER),
      'lovelace',
      secret,
      secret.slice(4, 20),
      image,
      '127.0.0.1',
    ]) {
      expect(told.includes(secretText)).toBe(false)
    }
    // Scores have many digits; durations are whole milliseconds.
    expect(lines.join('')).not.toMatch(/0\.\d{3}/)
    expect(lines.some((line) => line.includes('"outcome":"accept"'))).toBe(true)
    expect(metrics).toContain('faceward_decisions_total{tenant="default",operation="verify",outcome="accept"')
    expect(metrics).toContain('faceward_problems_total{route="/users/{id}",code="unauthenticated"} 1')
  })

  it('tell where a failure was, without its message', async () => {
    const { events, broken } = await everything()
    expect(broken).toMatchObject({ status: 500, body: { code: 'internal-error' } })
    expect(JSON.stringify(broken.body)).not.toContain(USER)
    const failure = events.find(({ type }) => type === 'failure')
    expect(failure).toMatchObject({ type: 'failure', route: '/verify', name: 'Error' })
    if (failure?.type !== 'failure') throw new Error('no failure was told')
    expect(failure.stack[0]).toMatch(/^at .+disclosure\.test\.ts:\d+/)
  })

  it('raise an alarm when pictures come again', async () => {
    const { events } = await everything()
    expect(events.filter((event) => event.type === 'alarm' && event.kind === 'replayed-frames')).toHaveLength(
      1,
    )
  })

  it('that fail change no answer', async () => {
    const { enroll } = harness({
      events: {
        emit() {
          throw new Error('disk full')
        },
      },
    })
    expect((await enroll('ada')).body.decision).toBe('enrolled')
  })
})

describe('replayed frames', () => {
  it('can be refused, before anything is stored', async () => {
    const { send, engine, enroll } = harness({ replayedFrames: 'refuse' })
    await enroll('ada')
    const images = [picture({ angle: 0 }), picture({ angle: 0.1 }), picture({ angle: -0.1 })]
    expect((await send('POST', '/verify', { user_id: 'ada', images })).body.decision).toBe('accept')
    const again = await send('POST', '/enroll', { user_id: 'bo', images })
    expect(again).toMatchObject({ status: 422, body: { code: 'replayed-frames' } })
    expect(await engine.describeSubject({ subjectId: 'bo' })).toBeUndefined()
  })

  it('are forgotten after a while', async () => {
    const { send, advance, enroll } = harness({ replayedFrames: 'refuse' })
    await enroll('ada')
    const body = { user_id: 'ada', images: [picture({ angle: 0 })] }
    expect((await send('POST', '/verify', body)).status).toBe(200)
    expect((await send('POST', '/verify', body)).status).toBe(422)
    advance(16 * 60_000)
    expect((await send('POST', '/verify', body)).status).toBe(200)
  })
})
