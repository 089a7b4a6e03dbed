import { describe, expect, it } from 'vitest'
import { harness, picture, pictures } from '../../test/api-harness.js'

const key = { 'idempotency-key': 'order-66' }
const body = () => ({ user_id: 'ada', images: pictures(0, 0.1, -0.1) })

describe('Idempotency-Key', () => {
  it('does an enrolment once and repeats its answer, without scores', async () => {
    const { send, engine } = harness()
    const request = body()
    const first = await send('POST', '/enroll', request, key)
    const second = await send('POST', '/enroll', request, key)
    expect(first.body).toMatchObject({ decision: 'enrolled', score_disclosure: 'full' })
    const { confidence: _, liveness_score: __, ...rest } = first.body
    expect(second.body).toEqual({ ...rest, score_disclosure: 'decision' })
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    expect((await engine.describeSubject({ subjectId: 'ada' }))?.revision).toBe(1)
  })

  it('refuses the same key for another body', async () => {
    const { send } = harness()
    await send('POST', '/enroll', body(), key)
    expect(await send('POST', '/enroll', body(), key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-mismatch' },
    })
  })

  it('refuses a repeat while the first is under way', async () => {
    const gate: { open?: () => void } = {}
    const opened = new Promise<void>((resolve) => {
      gate.open = resolve
    })
    const { send } = harness(
      { concurrency: 2 },
      {
        engine: (real) => ({
          ...real,
          enroll: async (request) => {
            await opened
            return real.enroll(request)
          },
        }),
      },
    )
    const request = body()
    const first = send('POST', '/enroll', request, key)
    const second = await Promise.race([first, secondOnceRefused()])
    expect(second).toMatchObject({ status: 409, body: { code: 'idempotency-in-flight' } })
    gate.open?.()
    expect((await first).body.decision).toBe('enrolled')

    async function secondOnceRefused() {
      return send('POST', '/enroll', request, key)
    }
  })

  it('forgets a request that failed, so that it can be repeated', async () => {
    const { send } = harness()
    const broken = { user_id: 'ada', images: [Buffer.from('broken').toString('base64')] }
    expect((await send('POST', '/enroll', broken, key)).status).toBe(422)
    expect((await send('POST', '/enroll', body(), key)).body.decision).toBe('enrolled')
  })

  it('goes with the user: what was deleted is enrolled anew', async () => {
    const { send, engine } = harness()
    const request = body()
    await send('POST', '/enroll', request, key)
    await send('DELETE', '/users/ada')
    expect((await send('POST', '/enroll', request, key)).headers.get('idempotency-replayed')).toBeNull()
    expect(await engine.describeSubject({ subjectId: 'ada' })).toBeDefined()
  })

  it('repeats the receipt of a deletion', async () => {
    const { send, enroll } = harness()
    await enroll('ada')
    const first = await send('DELETE', '/users/ada', undefined, key)
    const second = await send('DELETE', '/users/ada', undefined, key)
    expect(first.body).toMatchObject({ deleted_records: 1 })
    expect(second.body).toEqual(first.body)
  })

  it('never repeats a verification', async () => {
    const { send, enroll } = harness()
    await enroll('ada')
    const request = { user_id: 'ada', images: [picture({ angle: 0 })] }
    expect((await send('POST', '/verify', request, key)).headers.get('idempotency-replayed')).toBeNull()
    expect((await send('POST', '/verify', request, key)).headers.get('idempotency-replayed')).toBeNull()
  })

  it('has a form', async () => {
    const { send } = harness()
    const answer = await send('POST', '/enroll', body(), { 'idempotency-key': 'x'.repeat(129) })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-header' } })
  })
})
