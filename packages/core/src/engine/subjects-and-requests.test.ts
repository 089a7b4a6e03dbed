import {
  DisposedError,
  InvalidRequestError,
  StorageError,
  TemplateSecurityError,
  type TemplateStore,
} from '@faceward/spec'
import { createKeyring, createSecretboxCipher } from '@faceward/template-cipher'
import { describe, expect, it } from 'vitest'
import { composition, testKey } from '../../test/composition.js'
import { codes, enrolled, frames, STRANGER, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

describe('subjects and keys', () => {
  it('keeps tenants apart', async () => {
    const { engine } = await enrolled()
    expect(await engine.describeSubject({ subjectId: 'ada', tenantId: 'other' })).toBeUndefined()
    expect((await engine.listSubjects({ tenantId: 'other' })).subjects).toEqual([])
    expect((await engine.listSubjects()).subjects.map(({ subjectId }) => subjectId)).toEqual(['ada'])
  })

  it('deletes everything of a subject, once', async () => {
    const { engine } = await enrolled()
    expect(await engine.deleteSubject({ subjectId: 'ada' })).toEqual({ deletedRecords: 1 })
    expect(await engine.deleteSubject({ subjectId: 'ada' })).toEqual({ deletedRecords: 0 })
  })

  it('fails to open under another key, and its health says so', async () => {
    const { parts } = await enrolled()
    const keys = createKeyring({
      keys: [testKey('k1', 2)],
    })
    const other = createEngine({ ...parts, cipher: createSecretboxCipher({ keys, random: parts.random }) })
    await expect(other.verify({ subjectId: 'ada', frames: frames({}) })).rejects.toSatisfy(
      TemplateSecurityError.isInstance.bind(TemplateSecurityError),
    )
    expect(await other.health()).toMatchObject({
      status: 'failing',
      parts: { store: { status: 'ok' }, keys: { status: 'failing' } },
    })
  })

  it("refuses another subject's row and an older row", async () => {
    const { engine, parts } = await enrolled()
    await engine.enroll({ subjectId: 'bob', frames: frames({ angle: 2 }, { angle: 2 }, { angle: 2 }) })
    const { records } = await parts.store.list({ collection: 'templates', tenantId: 'default' })
    const [one, other] = records
    if (!one || !other) throw new Error('two records were expected')
    // Whoever can write the database copies one row over the other.
    await parts.store.put(one.key, other.bytes, { expectedRevision: one.revision })
    await expect(engine.listSubjects()).rejects.toThrow(/cannot be opened/)
  })

  it('seals anew with the active key after an accepted verification', async () => {
    const { engine, parts } = await enrolled()
    const old = testKey('k1', 1)
    const fresh = testKey('k2', 3)
    const keys = createKeyring({ keys: [old, fresh], activeKeyId: 'k2' })
    const rotated = createEngine({ ...parts, cipher: createSecretboxCipher({ keys, random: parts.random }) })
    expect((await rotated.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('accept')
    expect(await rotated.describeSubject({ subjectId: 'ada' })).toMatchObject({ keyId: 'k2', revision: 2 })
    expect((await rotated.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('accept')
    void engine
  })
})

describe('requests, events and the end', () => {
  it.each(['', 'a'.repeat(257), 'new\nline'])('refuses the subject id %j', async (subjectId) => {
    const engine = createEngine(composition())
    await expect(engine.verify({ subjectId, frames: frames({}) })).rejects.toSatisfy(
      InvalidRequestError.isInstance.bind(InvalidRequestError),
    )
  })

  it('refuses a request without frames', async () => {
    await expect(createEngine(composition()).enroll({ subjectId: 'ada', frames: [] })).rejects.toThrow(
      /No frames/,
    )
  })

  it('tells what happened without anything sensitive, and survives a sink that throws', async () => {
    const { engine, parts } = await enrolled()
    await engine.verify({ subjectId: 'ada', frames: frames({}) })
    expect(parts.seen.map(({ type, outcome }) => [type, outcome])).toEqual([
      ['enrolled', 'enrolled'],
      ['verified', 'accept'],
    ])
    const text = JSON.stringify(parts.seen)
    expect(text).not.toContain('ada')
    expect(text).not.toMatch(/score|vector|similarity/)
    const angry = createEngine(
      composition({
        events: {
          emit: () => {
            throw new Error('sink')
          },
        },
      }),
    )
    expect((await angry.enroll({ subjectId: 'ada', frames: three() })).decision).toBe('enrolled')
  })

  it('reports broken machinery as a failed event and rethrows it', async () => {
    const { parts } = await enrolled()
    const broken: TemplateStore = {
      ...parts.store,
      put: async () => {
        throw new StorageError('disk full', { code: 'full' })
      },
    }
    const engine = createEngine({ ...parts, store: broken })
    await expect(engine.enroll({ subjectId: 'eve', frames: three() })).rejects.toThrow('disk full')
    expect(parts.seen.at(-1)).toMatchObject({ type: 'failed', reasonCodes: ['full'] })
  })

  it('stops on abort with the reason given', async () => {
    const { engine } = await enrolled()
    const reason = new Error('the person left')
    await expect(
      engine.verify({ subjectId: 'ada', frames: frames({}), signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason)
  })

  it('closes once and refuses work afterwards', async () => {
    const { engine } = await enrolled()
    await Promise.all([engine.close(), engine.close()])
    await expect(engine.verify({ subjectId: 'ada', frames: frames({}) })).rejects.toSatisfy(
      DisposedError.isInstance.bind(DisposedError),
    )
  })
})

describe('a claim for an unknown subject, concealed', () => {
  const claim = (engine: ReturnType<typeof createEngine>, subjectId: string, angle = STRANGER) =>
    engine.verify({ subjectId, frames: frames({ angle }), unknownSubject: 'conceal' })

  it("has the shape of a stranger's claim, scores included", async () => {
    const { engine } = await enrolled()
    const stranger = await claim(engine, 'ada')
    expect(stranger.decision).toBe('reject')
    // In two dimensions a decoy may lie anywhere: find a name whose decoy is not near the face.
    const unknown = await Promise.all(['bo', 'cy', 'di', 'ed', 'flo', 'gus'].map((id) => claim(engine, id)))
    const rejected = unknown.filter(({ reasons }) => codes(reasons).includes('no_match'))
    expect(rejected.length).toBeGreaterThan(0)
    for (const result of rejected) {
      expect(Object.keys(result).sort()).toEqual(Object.keys(stranger).sort())
      expect(result.reasons).toEqual(stranger.reasons)
      expect(result.message).toBe(stranger.message)
      expect(Object.keys(result.frames[0] ?? {})).toEqual(Object.keys(stranger.frames[0] ?? {}))
    }
  })

  it('is never accepted, whatever the face', async () => {
    const { engine } = await enrolled()
    for (let angle = 0; angle < 6.28; angle += 0.02) {
      const { decision, match, reasons } = await claim(engine, 'nobody', angle)
      expect(decision).not.toBe('accept')
      expect(match).toBe(false)
      expect(codes(reasons)).not.toContain('unknown_subject')
    }
  })

  it('scores the same at every try', async () => {
    const { engine } = await enrolled()
    expect((await claim(engine, 'bo')).similarity).toBe((await claim(engine, 'bo')).similarity)
  })
})

describe('names for applications', () => {
  it('gives the pseudonym under which deleteSubject finds an application record', async () => {
    const { engine, parts } = await enrolled()
    const subject = await engine.pseudonym({ subjectId: 'ada' })
    const key = { collection: 'attempts', tenantId: 'default', subject, id: 'verify' } as const
    await parts.store.put(key, new Uint8Array(1))
    expect(await engine.deleteSubject({ subjectId: 'ada' })).toEqual({ deletedRecords: 2 })
    expect(await parts.store.get(key)).toBeUndefined()
  })

  it('keeps digests of purposes, texts, tenants and pseudonyms apart', async () => {
    const { engine } = await enrolled()
    const digests = await Promise.all([
      engine.keyedDigest({ purpose: 'audit', text: 'ada' }),
      engine.keyedDigest({ purpose: 'client', text: 'ada' }),
      engine.keyedDigest({ purpose: 'client', text: 'bo' }),
      engine.keyedDigest({ purpose: 'client', text: 'bo', tenantId: 'other' }),
      engine.pseudonym({ subjectId: 'ada' }),
    ])
    expect(new Set(digests).size).toBe(digests.length)
    expect(await engine.keyedDigest({ purpose: 'audit', text: 'ada' })).toBe(digests[0])
    await expect(engine.keyedDigest({ purpose: '', text: 'x' })).rejects.toThrow(InvalidRequestError)
  })

  it('keeps the consent reference in the template and tells it', async () => {
    const engine = createEngine(composition())
    await engine.enroll({ subjectId: 'ada', frames: three(), consentReference: 'form 7' })
    expect(await engine.describeSubject({ subjectId: 'ada' })).toMatchObject({ consentReference: 'form 7' })
    const tooLong = { subjectId: 'bo', frames: three(), consentReference: 'x'.repeat(257) }
    await expect(engine.enroll(tooLong)).rejects.toThrow(InvalidRequestError)
  })
})
