import { InvalidRequestError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { composition } from '../../test/composition.js'
import { frames, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'
import { newSubjectIdFault } from './subject-id.js'

const BAD: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /1 to 256 characters/],
  ['too much', 'a'.repeat(257), /1 to 256 characters/],
  ['a dot', '.', /'\.' and '\.\.' are no ids/],
  ['two dots', '..', /'\.' and '\.\.' are no ids/],
  ['a new line', 'new\nline', /control character \(U\+000A\)/],
  ['right-to-left override', 'ada\u202egpj', /direction of text \(U\+202E\)/],
  ['a left-to-right mark', 'ada\u200e', /direction of text \(U\+200E\)/],
  ['an isolate', '\u2066ada\u2069', /direction of text \(U\+2066\)/],
  ['a soft hyphen', 'a\u00adda', /invisible format character \(U\+00AD\)/],
  ['a zero width joiner', 'a\u200dda', /invisible format character \(U\+200D\)/],
  ['a tag', 'ada\u{e0041}', /invisible format character \(U\+E0041\)/],
  ['a filler', 'ada\u3164', /invisible format character \(U\+3164\)/],
  ['a byte order mark', '\ufeffada', /invisible format character \(U\+FEFF\)/],
  ['a line separator', 'a\u2028b', /line or paragraph separator \(U\+2028\)/],
  ['a paragraph separator', 'a\u2029b', /line or paragraph separator \(U\+2029\)/],
  ['half a pair', 'a\ud800b', /half of a surrogate pair \(U\+D800\)/],
  ['a noncharacter', 'a\uffff', /not assigned \(U\+FFFF\)/],
  ['an unassigned code point', 'a\u0378', /not assigned \(U\+0378\)/],
  ['white space in front', ' ada', /begins or ends with white space/],
  ['white space behind', 'ada\u00a0', /begins or ends with white space/],
  ['NFD', 'Rene\u0301', /form NFC/],
]

describe('the id of a new subject', () => {
  it.each(BAD)('is refused by name for %s', (_, id, words) => {
    expect(newSubjectIdFault(id)).toMatch(words)
  })

  it.each([
    'ada',
    'ada@example.org',
    'Ren\u00e9',
    '王秀英',
    'a b',
    '...',
    'a/b?c#d%2e',
    '\\',
    '👩',
    '%2e%2e',
  ])('may be %j', (id) => {
    expect(newSubjectIdFault(id)).toBeUndefined()
  })
})

describe('the engine', () => {
  it.each(BAD)('enrols nobody under %s, and says so without the id', async (_, subjectId, words) => {
    const engine = createEngine(composition())
    const refused = engine.enroll({ subjectId, frames: three() })
    await expect(refused).rejects.toSatisfy(InvalidRequestError.isInstance.bind(InvalidRequestError))
    await expect(refused).rejects.toThrow(words)
    await refused.catch(({ message }: Error) => expect(message).not.toContain('ada'))
  })

  it.each(['.', '..', 'Rene\u0301', 'ada\u202egpj', ' ada'])(
    'verifies, describes and deletes %j, which an older version may have enrolled',
    async (subjectId) => {
      const engine = createEngine(composition())
      expect((await engine.verify({ subjectId, frames: frames({}) })).decision).toBe('reject')
      expect(await engine.describeSubject({ subjectId })).toBeUndefined()
      expect(await engine.deleteSubject({ subjectId })).toEqual({ deletedRecords: 0 })
    },
  )

  it('takes a tenant of 255 characters, which every store keeps, and refuses one more', async () => {
    const engine = createEngine(composition())
    const enrolAt = (length: number) =>
      engine.enroll({ subjectId: 'ada', tenantId: 't'.repeat(length), frames: three() })
    expect(await enrolAt(255)).toMatchObject({ decision: 'enrolled' })
    await expect(enrolAt(256)).rejects.toSatisfy(InvalidRequestError.isInstance.bind(InvalidRequestError))
    await expect(enrolAt(256)).rejects.toThrow('tenantId')
  })
})
