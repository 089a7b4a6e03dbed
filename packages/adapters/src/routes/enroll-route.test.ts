import { type EnrolmentRequest, StorageError, type TemplateStore } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { describe, expect, it } from 'vitest'
import { type Harness, harness, picture, pictures, STRANGER } from '../../test/api-harness.js'
import { nistAttemptLimits } from '../attempts/attempt-limits.js'
import type { ChainedEvent } from '../audit/audit-event.js'
import { createApiKey, type Scope } from '../keys/api-key.js'
import { decodeJson } from '../records/json-record.js'

const clock = { now: () => Date.UTC(2026, 0, 1) }

/** A store that counts the writes of templates, and how many of them came too late. */
function counting(inner = createMemoryStore({ clock })) {
  const counts = { writes: 0, conflicts: 0 }
  const store: TemplateStore = {
    ...inner,
    async write(changes, options) {
      const isTemplate = changes.some(({ key }) => key.collection === 'templates')
      if (isTemplate) counts.writes++
      await inner.write(changes, options).catch((error: unknown) => {
        if (isTemplate && StorageError.isInstance(error) && error.code === 'conflict') counts.conflicts++
        throw error
      })
    },
  }
  return { store, counts }
}

async function outcomes(store: TemplateStore): Promise<readonly string[]> {
  const listing = { collection: 'audit', tenantId: 'default', subject: 'chain' } as const
  const { records } = await store.list(listing)
  return records.map(({ bytes }) => decodeJson<ChainedEvent>(bytes).outcome)
}

describe('an enrolment and its audit event', () => {
  it('are one write', async () => {
    const { store, counts } = counting()
    const { enroll, api } = harness({}, { store })
    expect((await enroll('ada')).body.decision).toBe('enrolled')
    expect(counts).toEqual({ writes: 1, conflicts: 0 })
    expect(await outcomes(store)).toEqual(['enrolled'])
    expect(await api.checkAudit()).toMatchObject({ status: 'intact', events: 1 })
  })

  it('are both there or neither: when the audit cannot be written, nothing is stored', async () => {
    const inner = createMemoryStore({ clock })
    const store: TemplateStore = {
      ...inner,
      async write(changes) {
        if (changes.some(({ key }) => key.collection === 'audit')) {
          throw new StorageError('The disk is full.', { code: 'unavailable' })
        }
        return inner.write(changes)
      },
    }
    const { enroll, engine: used, events } = harness({}, { store })
    expect(await enroll('ada')).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(await used.describeSubject({ subjectId: 'ada' })).toBeUndefined()
    expect(events.some((event) => event.type === 'alarm' && event.kind === 'audit-unwritable')).toBe(true)
  })

  it('do not get in the way of what else the process writes', async () => {
    const { store, counts } = counting()
    const { enroll, verify, send, api } = harness({ queueLimit: 100 }, { store })
    const names = Array.from({ length: 12 }, (_, i) => `user-${i}`)
    await Promise.all(
      names.flatMap((name) => [enroll(name), verify('nobody', STRANGER), send('GET', '/users/nobody')]),
    )
    expect(counts).toEqual({ writes: 12, conflicts: 0 })
    expect(await api.checkAudit()).toMatchObject({ status: 'intact', events: 36 })
  })

  it('are one also when another process writes in between', async () => {
    const inner = createMemoryStore({ clock })
    const apis = [1, 2].map(() => harness({ queueLimit: 100 }, { store: inner }))
    await Promise.all(
      apis.flatMap(({ enroll }, process) => [1, 2, 3, 4, 5].map((n) => enroll(`user-${process}-${n}`))),
    )
    expect((await outcomes(inner)).filter((outcome) => outcome === 'enrolled')).toHaveLength(10)
    expect(await apis[0]?.api.checkAudit()).toMatchObject({ status: 'intact', events: 10 })
  })

  it('are two with an engine that writes nothing beside', async () => {
    const { enroll, parts } = harness(
      {},
      { engine: (real) => ({ ...real, enroll: ({ alongside: _, ...rest }) => real.enroll(rest) }) },
    )
    await enroll('ada')
    await enroll('ada')
    expect(await outcomes(parts.store)).toEqual(['enrolled', 'refused'])
  })
})

describe('failed enrolments', () => {
  const STOP = { ...nistAttemptLimits({ withPad: false }), stopAfter: 10, delayMs: 0 }
  const lapse = async ({ send, advance }: Harness, times: number) => {
    for (let i = 0; i < times; i++) {
      expect((await send('POST', '/challenges', { user_id: 'ada', operation: 'enroll' })).status).toBe(201)
      advance(61_000)
    }
  }

  it.each([
    ['an enrolment, by stills and uncharged', {}],
    ['a replacement', { replace: true }],
    ['a replacement by an administrator', { replace: true, replace_override: true }],
  ])('are in a row: %s forgets them', async (_, how) => {
    const api = harness({ attempts: STOP })
    if ('replace' in how) await api.enroll('ada')
    for (let round = 0; round < 2; round++) {
      await lapse(api, 9)
      const body = {
        user_id: 'ada',
        images: pictures(0, 0.1, -0.1),
        ...(round === 0 ? how : { replace: true }),
      }
      expect((await api.send('POST', '/enroll', body)).body.decision).toBe('enrolled')
    }
    await lapse(api, 10)
    const { body } = await api.send('POST', '/challenges', { user_id: 'ada', operation: 'enroll' })
    expect(body.code).toBe('attempts-exhausted')
  })

  it('are forgotten by one that answers a challenge, too', async () => {
    const api = harness({ attempts: STOP })
    await lapse(api, 6)
    const { challenge_id } = (await api.send('POST', '/challenges', { user_id: 'ada', operation: 'enroll' }))
      .body
    const frames = [0, 0.1, -0.1].map((angle, i) => ({ image: picture({ angle }), captured_at: i * 100 }))
    const answer = { user_id: 'ada', challenge_id, frames }
    expect((await api.send('POST', '/enroll', answer)).body.decision).toBe('enrolled')
    await lapse(api, 9)
  })
})

describe('replacing', () => {
  async function keyed(...scopes: Scope[]) {
    const bytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))
    const { secret, record } = await createApiKey({ id: scopes.length.toString(), scopes, random: { bytes } })
    return { record, headers: { authorization: `Bearer ${secret}` } }
  }
  const anew = (more: object) => ({ user_id: 'ada', images: pictures(0, 0.1, -0.1), ...more })

  it('needs its own scope, and whomever it pleases an administrator’s', async () => {
    const enrolling = await keyed('enroll')
    const replacing = await keyed('enroll', 'replace')
    const administering = await keyed('enroll', 'replace', 'admin')
    const asked: EnrolmentRequest['replace'][] = []
    const { send } = harness(
      { keys: [enrolling.record, replacing.record, administering.record] },
      {
        engine: (real) => ({
          ...real,
          enroll(request) {
            asked.push(request.replace)
            return real.enroll(request)
          },
        }),
      },
    )
    const enroll = (body: object, { headers }: { headers: Record<string, string> }) =>
      send('POST', '/enroll', anew(body), headers)
    expect((await enroll({}, enrolling)).body.decision).toBe('enrolled')
    const missing = (scope: string) => ({
      status: 403,
      body: { code: 'missing-scope', detail: expect.stringContaining(scope) },
    })
    expect(await enroll({ replace: true }, enrolling)).toMatchObject(missing('replace'))
    expect((await enroll({ replace: true }, replacing)).status).toBe(200)
    const override = { replace: true, replace_override: true }
    expect(await enroll(override, replacing)).toMatchObject(missing('admin'))
    expect((await enroll(override, administering)).status).toBe(200)
    expect((await enroll({ replace_override: true }, administering)).status).toBe(400)
    expect(asked).toEqual([undefined, 'same-person', 'anybody'])
  })

  it('is said by a form as by JSON', async () => {
    const { send } = harness()
    await send('POST', '/enroll', anew({}))
    const form = new FormData()
    for (const angle of [1, 1.1, 0.9])
      form.append('images', new Blob([JSON.stringify({ number: angle, angle })]), 'a.jpg')
    for (const [name, value] of [
      ['user_id', 'ada'],
      ['replace', 'true'],
      ['replace_override', 'true'],
      ['consent_reference', 'form 7'],
    ] as const)
      form.set(name, value)
    expect(await send('POST', '/enroll', form)).toMatchObject({ status: 200, body: { decision: 'enrolled' } })
    expect((await send('GET', '/users/ada')).body.consent_reference).toBe('form 7')
  })

  it('is told as such in the audit chain', async () => {
    const { store } = counting()
    const { send } = harness({}, { store })
    await send('POST', '/enroll', anew({}))
    await send('POST', '/enroll', anew({ replace: true }))
    expect(await outcomes(store)).toEqual(['enrolled', 'replaced'])
  })

  it('compares, and so is an attempt: five strangers, then a wait', async () => {
    const refused = { code: 'template_of_another_person', message: 'Another.' } as const
    const { send, enroll } = harness(
      {},
      {
        engine: (real) => ({
          ...real,
          async enroll(request) {
            const result = await real.enroll({ ...request, alongside: async () => [] })
            return request.replace === undefined
              ? result
              : { ...result, decision: 'refused', reasons: [refused] }
          },
        }),
      },
    )
    await enroll('ada')
    for (let i = 0; i < 5; i++) {
      expect((await send('POST', '/enroll', anew({ replace: true }))).body.decision).toBe('refused')
    }
    expect(await send('POST', '/enroll', anew({ replace: true }))).toMatchObject({
      status: 429,
      body: { code: 'too-many-attempts' },
    })
  })
})
