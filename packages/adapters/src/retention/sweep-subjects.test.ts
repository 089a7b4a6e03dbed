import type { StoredRecord } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { ALIKE, harness } from '../../test/api-harness.js'

const DAY_MS = 86_400_000

describe('retention', () => {
  it('deletes who was enrolled too long ago or not used, with all that is kept; a dry run only says so', async () => {
    const { api, enroll, verify, advance, engine, parts } = harness({
      retention: { maxAgeDays: 100, unusedDays: 30 },
    })
    await enroll('old')
    advance(60 * DAY_MS)
    await enroll('idle')
    await enroll('busy')
    advance(29 * DAY_MS)
    await verify('busy', ALIKE)
    await verify('old', ALIKE)
    advance(2 * DAY_MS)
    expect(await api.sweep({ dryRun: true })).toMatchObject({ examined: 3, overdue: [{ why: 'unused' }] })
    expect(await engine.describeSubject({ subjectId: 'idle' })).toBeDefined()
    advance(9 * DAY_MS)
    const { overdue } = await api.sweep({ dryRun: false })
    expect(overdue.map(({ why }) => why).sort()).toEqual(['max-age', 'unused'])
    expect(await engine.describeSubject({ subjectId: 'old' })).toBeUndefined()
    expect(await engine.describeSubject({ subjectId: 'idle' })).toBeUndefined()
    expect(await engine.describeSubject({ subjectId: 'busy' })).toBeDefined()
    const subject = await engine.pseudonym({ subjectId: 'old' })
    for (const collection of ['templates', 'attempts', 'challenges', 'idempotency'] as const) {
      const { records } = await parts.store.list({ collection, tenantId: 'default', subject })
      expect(records, collection).toEqual([])
    }
    expect((await api.sweep({ dryRun: false })).overdue).toEqual([])
    expect(await api.checkAudit()).toMatchObject({ status: 'intact' })
  })

  it('keeps a user in use whose count was tampered with, before and after the unlock; the age holds all the same', async () => {
    const { api, enroll, verify, send, advance, engine, parts, events } = harness({
      retention: { maxAgeDays: 100, unusedDays: 30 },
    })
    await enroll('ada')
    advance(25 * DAY_MS)
    await verify('ada', ALIKE)
    const subject = await engine.pseudonym({ subjectId: 'ada' })
    const listing = { collection: 'attempts', tenantId: 'default', subject } as const
    const [count] = (await parts.store.list(listing)).records
    await parts.store.put((count as StoredRecord).key, Uint8Array.of(1, 2, 3))
    advance(10 * DAY_MS)
    expect((await api.sweep({ dryRun: false })).overdue).toEqual([])
    expect(events).toContainEqual(expect.objectContaining({ type: 'alarm', kind: 'record-tampered' }))
    expect((await send('POST', '/users/ada/unlock')).body).toEqual({ unlocked: true })
    expect((await api.sweep({ dryRun: false })).overdue).toEqual([])
    advance(29 * DAY_MS)
    expect((await api.sweep({ dryRun: false })).overdue).toEqual([])
    advance(DAY_MS)
    expect((await api.sweep({ dryRun: true })).overdue).toMatchObject([{ why: 'unused' }])
    const [begun] = (await parts.store.list(listing)).records
    await parts.store.put((begun as StoredRecord).key, Uint8Array.of(1, 2, 3))
    expect((await api.sweep({ dryRun: true })).overdue).toEqual([])
    advance(35 * DAY_MS)
    expect((await api.sweep({ dryRun: false })).overdue).toMatchObject([{ why: 'max-age' }])
  })

  it('deletes nobody without limits', async () => {
    const { api, enroll, advance } = harness()
    await enroll('ada')
    advance(10_000 * DAY_MS)
    expect(await api.sweep({ dryRun: false })).toEqual({ dryRun: false, examined: 1, overdue: [] })
  })
})

describe('consent', () => {
  it('is demanded where it is required, and told by GET /users', async () => {
    const { enroll, send } = harness({ requireConsent: true })
    expect(await enroll('ada')).toMatchObject({ status: 422, body: { code: 'consent-required' } })
    const { api: _, ...given } = harness()
    const body = { user_id: 'ada', consent_reference: 'form 7' }
    expect((await send('POST', '/verify', body)).status).toBe(400)
    const form = new FormData()
    for (const angle of [0, 0.1, -0.1])
      form.append('images', new Blob([JSON.stringify({ number: angle, angle })]))
    form.set('user_id', 'ada')
    form.set('consent_reference', 'form 7')
    expect((await given.send('POST', '/enroll', form)).body.decision).toBe('enrolled')
    expect((await given.send('GET', '/users/ada')).body.consent_reference).toBe('form 7')
  })
})

describe('deletion', () => {
  it('gives a receipt that the operator can recompute', async () => {
    const { enroll, send, engine } = harness()
    await enroll('ada')
    const { body } = await send('DELETE', '/users/ada')
    const subject = await engine.pseudonym({ subjectId: 'ada' })
    const text = [subject, body.deleted_at, body.receipt_id].join(' ')
    expect(body.proof).toBe(await engine.keyedDigest({ purpose: 'deletion-receipt', text }))
    expect((await send('DELETE', '/users/ada')).body.deleted_records).toBe(0)
  })
})
