import { describe, expect, it } from 'vitest'
import { composition, embedder } from '../../test/composition.js'
import { codes, enrolled, frames, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'
import type { EngineParts } from './engine-parts.js'

const refusal = (parts: object, options = {}) => {
  try {
    createEngine(parts as EngineParts, options)
  } catch (error) {
    return error as { code: string; message: string }
  }
  throw new Error('nothing was refused')
}
const plugins = [
  'preprocessor',
  'liveness',
  'embedder',
  'comparator',
  'fusion',
  'policy',
  'store',
  'cipher',
] as const

describe('a composition', () => {
  it.each(plugins)('without its %s, or with one of another specification, is refused by name', (name) => {
    const parts = composition()
    const missing = refusal({ ...parts, [name]: undefined })
    expect(missing).toMatchObject({
      code: 'incompatible-composition',
      message: expect.stringContaining(name),
    })
    const future = refusal({ ...parts, [name]: { ...parts[name], specificationVersion: 'v9' } })
    expect(future).toMatchObject({ code: 'unsupported-specification-version' })
    expect(future.message).toContain(name)
  })

  it('with a depth embedder holds that to the same', () => {
    const depth = embedder({ modality: 'depth' })
    const { calibration, ...uncalibrated } = depth
    const future = { ...depth, specificationVersion: 'v9' }
    expect(() => createEngine(composition({ depthEmbedder: depth }))).not.toThrow()
    expect(refusal(composition({ depthEmbedder: uncalibrated }))).toMatchObject({ code: 'not-calibrated' })
    expect(refusal(composition({ depthEmbedder: { ...depth, placeholder: true } }))).toMatchObject({
      code: 'placeholder-model',
    })
    expect(refusal({ ...composition(), depthEmbedder: future })).toMatchObject({
      code: 'unsupported-specification-version',
      message: expect.stringContaining('depthEmbedder'),
    })
  })

  it('names what is wrong with its options', () => {
    expect(refusal(composition(), { sessionAgreement: 2 })).toMatchObject({ code: 'invalid-options' })
  })
})

describe('an engine that is closed', () => {
  it('closes every part once, also when one of them fails, and then says so', async () => {
    const closed: string[] = []
    const closing =
      (name: string, fails = false) =>
      async () => {
        closed.push(name)
        if (fails) throw new Error(`${name} failed`)
      }
    const parts = composition({ depthEmbedder: embedder({ modality: 'depth', dispose: closing('depth') }) })
    const engine = createEngine({
      ...parts,
      preprocessor: { ...parts.preprocessor, dispose: closing('preprocessor', true) },
      liveness: { ...parts.liveness, dispose: closing('liveness') },
      embedder: { ...parts.embedder, dispose: closing('embedder') },
      store: { ...parts.store, close: closing('store', true) },
      cipher: { ...parts.cipher, dispose: closing('cipher') },
    })
    await expect(engine.close()).rejects.toThrow('preprocessor failed')
    await expect(engine.close()).rejects.toThrow('preprocessor failed')
    expect(closed.sort()).toEqual(['cipher', 'depth', 'embedder', 'liveness', 'preprocessor', 'store'])
  })

  it.each([
    'enroll',
    'verify',
    'deleteSubject',
    'pseudonym',
    'keyedDigest',
    'describeSubject',
    'listSubjects',
    'health',
  ] as const)('refuses to %s', async (method) => {
    const engine = createEngine(composition())
    await engine.close()
    const asked = { subjectId: 'ada', frames: three(), purpose: 'p', text: 't' }
    await expect((async () => engine[method](asked))()).rejects.toHaveProperty('name', 'DisposedError')
  })
})

describe('health', () => {
  const unhealthy = { status: 'failing', detail: 'the disk is gone' } as const

  it('is ok when store and keys are', async () => {
    const { engine } = await enrolled()
    expect(await engine.health()).toEqual({
      status: 'ok',
      parts: { store: expect.objectContaining({ status: 'ok' }), keys: { status: 'ok' } },
    })
  })

  it('fails with the store, and says what the store says', async () => {
    const { parts } = await enrolled()
    const engine = createEngine({ ...parts, store: { ...parts.store, health: async () => unhealthy } })
    expect(await engine.health()).toMatchObject({ status: 'failing', parts: { store: unhealthy } })
  })

  it('fails when the key cannot be used, without the reason’s own words, which may hold anything', async () => {
    const parts = composition()
    const cipher = {
      ...parts.cipher,
      seal: async () => {
        throw new Error('token s3cret was refused')
      },
    }
    const { parts: found, status } = await createEngine({ ...parts, cipher }).health()
    expect(status).toBe('failing')
    expect(found['keys']).toEqual({ status: 'failing', detail: 'The key or the store cannot be used.' })
  })

  it('says so when the key is not the one of this store', async () => {
    const { parts } = await enrolled()
    const stranger = composition().cipher
    const foreign = createEngine({
      ...parts,
      cipher: {
        ...stranger,
        open: (bytes, context) => stranger.open(bytes, { ...context, tenantId: 'other' }),
      },
    })
    expect((await foreign.health()).parts['keys']).toEqual({
      status: 'failing',
      detail: 'The key does not open this store.',
    })
  })
})

describe('events', () => {
  it('say what was done, for whom, by which model and policy, and how long it took', async () => {
    const { engine, parts } = await enrolled()
    await engine.enroll({ subjectId: 'ada', frames: three() })
    const verified = engine.verify({ subjectId: 'ada', frames: frames({}) })
    await verified
    await engine.deleteSubject({ subjectId: 'ada' })
    const subject = await engine.pseudonym({ subjectId: 'ada' })
    expect(parts.seen.map(({ type, outcome, reasonCodes }) => [type, outcome, ...reasonCodes])).toEqual([
      ['enrolled', 'enrolled', 'enrolled'],
      ['enrolment_refused', 'refused', 'already_enrolled'],
      ['verified', 'accept', 'match'],
      ['deleted', undefined],
    ])
    for (const event of parts.seen) {
      expect(event).toMatchObject({ tenantId: 'default', subject, modelId: 'scripted-rgb@1' })
      expect(event.durationMs).toBeGreaterThan(0)
      expect(event.atMs).toBeGreaterThan(1_700_000_000_000)
    }
    expect(parts.seen[2]).toHaveProperty('policyId', (await verified).policyId)
  })

  it('of a failure that is none of the engine’s own have no words of it', async () => {
    const { parts } = await enrolled()
    const broken = createEngine({
      ...parts,
      embedder: embedder({
        embed: async () => {
          throw new TypeError('pixels 1 2 3')
        },
      }),
    })
    await expect(broken.verify({ subjectId: 'ada', frames: frames({}) })).rejects.toThrow(TypeError)
    expect(parts.seen.at(-1)).toMatchObject({ type: 'failed', reasonCodes: ['unexpected'] })
  })
})

describe('lists', () => {
  it('come in pages that hold everybody once, and say what is known of each', async () => {
    const engine = createEngine(composition())
    for (const subjectId of ['a', 'b', 'c']) await engine.enroll({ subjectId, frames: three() })
    const first = await engine.listSubjects({ limit: 2 })
    expect(first.subjects).toHaveLength(2)
    const second = await engine.listSubjects({ limit: 2, cursor: first.nextCursor! })
    expect(second).not.toHaveProperty('nextCursor')
    const all = [...first.subjects, ...second.subjects]
    expect(all.map(({ subjectId }) => subjectId).sort()).toEqual(['a', 'b', 'c'])
    for (const one of all)
      expect(one).toMatchObject({ sampleCount: 3, revision: 1, keyId: 'k1', quality: expect.closeTo(0.8) })
    for (const one of all) expect(one).not.toHaveProperty('consentReference')
  })
})

describe('purposes of digests and tenants', () => {
  it('have 1 to 64 characters, and tenants 1 to 255', async () => {
    const engine = createEngine(composition())
    const digest = (purpose: string, tenantId = 'default') =>
      engine.keyedDigest({ purpose, text: '', tenantId })
    expect(await digest('p'.repeat(64))).toMatch(/^[\w-]{43}$/)
    for (const purpose of ['', 'p'.repeat(65)])
      await expect(digest(purpose)).rejects.toHaveProperty('name', 'InvalidRequestError')
    for (const tenantId of ['', 't'.repeat(257)])
      await expect(digest('p', tenantId)).rejects.toHaveProperty('name', 'InvalidRequestError')
    expect(await digest('p', 't'.repeat(255))).toMatch(/./)
  })
})

it('a sample for which the colour embedder gives nothing is broken machinery, not a stranger', async () => {
  const { parts } = await enrolled()
  const engine = createEngine({ ...parts, embedder: embedder({ embed: async () => undefined }) })
  await expect(engine.verify({ subjectId: 'ada', frames: frames({}) })).rejects.toThrow(/gave nothing/)
})

it('a verification says the most frequent reasons first, each once', async () => {
  const { engine } = await enrolled()
  const given = frames({ refused: 'no_face' }, { refused: 'too_dark' }, { refused: 'too_dark' })
  const result = await engine.verify({ subjectId: 'ada', frames: given })
  expect(codes(result.reasons)).toEqual(['too_dark', 'no_face'])
  expect(result.message).toBe(result.reasons[0]?.message)
})
