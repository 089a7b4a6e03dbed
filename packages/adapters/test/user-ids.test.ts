import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { harness, pictures } from './api-harness.js'

const pathOf = (id: string) => new URL(`http://localhost/users/${encodeURIComponent(id)}`).pathname
const enrolment = (id: string) => ({ user_id: id, images: pictures(0, 0.1, -0.1) })

const anyId = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({
    unit: fc.constantFrom('.', '/', '\\', '%', '2', 'e', '?', '#', ' ', ':', '\u00e9'),
    maxLength: 5,
  }),
  fc.constantFrom('.', '..', '...', '%2e', '%2E%2e', 'unlock', 'a/unlock', '\u202eada', 'Rene\u0301'),
)

describe('ids of users', () => {
  it('that can be enrolled can be read and deleted by their URL, whatever they are', async () => {
    const { send } = harness()
    const count = { enrolled: 0, refused: 0 }
    await fc.assert(
      fc.asyncProperty(anyId, async (id) => {
        const answer = await send('POST', '/enroll', enrolment(id))
        if (answer.status === 400) {
          expect(answer.body.errors[0].path).toBe('user_id')
          count.refused++
          return
        }
        expect(answer.body.decision).toBe('enrolled')
        expect(await send('GET', pathOf(id))).toMatchObject({ status: 200, body: { user_id: id } })
        expect((await send('DELETE', pathOf(id))).body.deleted_records).toBeGreaterThan(0)
        expect((await send('GET', pathOf(id))).status).toBe(404)
        count.enrolled++
      }),
      { seed: 13, numRuns: 400 },
    )
    expect(Math.min(count.enrolled, count.refused)).toBeGreaterThan(50)
  })

  it.each([
    ['..', /a URL's path drops them/],
    ['ada\u202egpj', /direction of text \(U\+202E\)/],
    ['Rene\u0301', /NFC/],
    [' ada', /white space/],
    ['ada\n', /control character/],
  ])('are refused by name at enrolment and in its challenges: %j', async (id, words) => {
    const { send } = harness()
    const enrolling = await send('POST', '/enroll', enrolment(id))
    const challenge = await send('POST', '/challenges', { user_id: id, operation: 'enroll' })
    for (const { status, body } of [enrolling, challenge]) {
      expect({ status, path: body.errors[0].path }).toEqual({ status: 400, path: 'user_id' })
      expect(body.errors[0].message).toMatch(words)
    }
  })

  it('of before the rule still verify, are read and are deleted, when a URL can carry them', async () => {
    const { send, engine, parts } = harness()
    const id = 'Rene\u0301'
    // As an older version left it: the record of another id, under this one's pseudonym.
    const subject = await engine.pseudonym({ subjectId: id })
    const key = { collection: 'attempts', tenantId: 'default', subject, id: 'old' } as const
    await parts.store.put(key, new Uint8Array(1))
    const images = pictures(0)
    expect((await send('POST', '/verify', { user_id: id, images })).body.decision).toBe('reject')
    expect((await send('POST', '/challenges', { user_id: id })).status).toBe(201)
    expect((await send('GET', pathOf(id))).status).toBe(404)
    expect((await send('DELETE', pathOf(id))).body.deleted_records).toBeGreaterThan(0)
    expect(await parts.store.get(key)).toBeUndefined()
  })

  it('that no URL can carry are deleted by the operator, and the audit chain has it', async () => {
    const { api, engine, parts } = harness()
    const subject = await engine.pseudonym({ subjectId: '..' })
    const key = { collection: 'attempts', tenantId: 'default', subject, id: 'old' } as const
    await parts.store.put(key, new Uint8Array(1))
    expect(await api.deleteUser({ userId: '..' })).toEqual({ deletedRecords: 1 })
    expect(await parts.store.get(key)).toBeUndefined()
    expect(await api.checkAudit()).toMatchObject({ status: 'intact', events: 1 })
  })
})
