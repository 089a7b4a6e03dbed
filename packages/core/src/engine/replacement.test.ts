import type { RecordChange } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { composition, embedder, liveness } from '../../test/composition.js'
import { codes, enrolled, frames, STRANGER, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

const strangers = () => frames({ angle: STRANGER }, { angle: STRANGER }, { angle: STRANGER })

describe('an enrolment that replaces', () => {
  it('takes the same person, and says that it replaced', async () => {
    const { engine } = await enrolled()
    const first = await engine.enroll({ subjectId: 'bo', frames: three(), replace: 'same-person' })
    expect(first).not.toHaveProperty('replaced')
    const again = await engine.enroll({ subjectId: 'ada', frames: three(), replace: 'same-person' })
    expect(again).toMatchObject({ decision: 'enrolled', replaced: true })
    expect((await engine.describeSubject({ subjectId: 'ada' }))?.revision).toBe(2)
  })

  it('refuses another person, and whoever resembles too little to be accepted', async () => {
    const { engine } = await enrolled()
    const near = frames({ angle: 0.75 }, { angle: 0.75 }, { angle: 0.75 })
    for (const given of [strangers(), near]) {
      const result = await engine.enroll({ subjectId: 'ada', frames: given, replace: 'same-person' })
      expect(result).toMatchObject({ decision: 'refused', confidence: 0 })
      expect(codes(result.reasons)).toEqual(['template_of_another_person'])
    }
    expect((await engine.describeSubject({ subjectId: 'ada' }))?.revision).toBe(1)
    expect((await engine.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('accept')
  })

  it('takes anybody where the operator allows it', async () => {
    const { engine } = await enrolled()
    const result = await engine.enroll({ subjectId: 'ada', frames: strangers(), replace: 'anybody' })
    expect(result).toMatchObject({ decision: 'enrolled', replaced: true })
    expect((await engine.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('reject')
  })

  it('refuses where the template is of another model, or liveness was not seen', async () => {
    const { parts } = await enrolled()
    const other = createEngine({ ...parts, embedder: embedder({ modelId: 'scripted-rgb@2' }) })
    const ada = { subjectId: 'ada', frames: three(), replace: 'same-person' } as const
    expect(codes((await other.enroll(ada)).reasons)).toEqual(['template_of_another_model'])
    const blind = createEngine({ ...parts, liveness: liveness({}) }, { unassessedLiveness: 'allow' })
    expect(codes((await blind.enroll({ ...ada, frames: three() })).reasons)).toEqual([
      'liveness_not_assessed',
    ])
  })
})

describe('one picture sent several times', () => {
  it('is one sample, in words', async () => {
    const engine = createEngine(composition())
    const same = { picture: 7, angle: 0 }
    const result = await engine.enroll({ subjectId: 'ada', frames: frames(same, same, same) })
    expect(result).toMatchObject({
      decision: 'refused',
      message: '3 of the pictures are the same picture: send different ones. 3 are needed.',
    })
    expect(codes(result.reasons)).toEqual(['too_few_samples'])
    expect(await engine.describeSubject({ subjectId: 'ada' })).toBeUndefined()
  })

  it('does not count twice beside enough others', async () => {
    const engine = createEngine(composition())
    const result = await engine.enroll({
      subjectId: 'ada',
      frames: frames({ picture: 7 }, { picture: 7 }, {}, {}),
    })
    expect(result.decision).toBe('enrolled')
    expect(result.frames.map(({ used }) => used)).toEqual([true, false, true, true])
    expect((await engine.describeSubject({ subjectId: 'ada' }))?.sampleCount).toBe(3)
  })
})

describe('records alongside a template', () => {
  const key = { collection: 'audit', tenantId: 'default', subject: 'chain', id: '1' } as const
  const audit = (expectedRevision: number): RecordChange => ({
    key,
    bytes: new Uint8Array(1),
    expectedRevision,
  })

  it('are written in the same step, all or none', async () => {
    const { engine, parts } = await enrolled()
    const writes: number[] = []
    const store = {
      ...parts.store,
      write: (changes: readonly RecordChange[]) => {
        writes.push(changes.length)
        return parts.store.write(changes)
      },
    }
    const asked: boolean[] = []
    const watched = createEngine({ ...parts, store })
    const given = {
      replace: 'anybody',
      alongside: async ({ replaced }: { replaced: boolean }) => {
        asked.push(replaced)
        return [audit(0)]
      },
    } as const
    expect((await watched.enroll({ subjectId: 'bo', frames: three(), ...given })).decision).toBe('enrolled')
    expect([writes, asked]).toEqual([[2], [false]])
    expect(await parts.store.get(key)).toMatchObject({ revision: 1 })
    // The audit record is there already, for ever at another revision: then no template either.
    const failing = watched.enroll({ subjectId: 'cy', frames: three(), ...given })
    await expect(failing).rejects.toMatchObject({ code: 'unavailable' })
    expect(await engine.describeSubject({ subjectId: 'cy' })).toBeUndefined()
  })

  it('are asked for again when somebody else wrote one of them in between', async () => {
    const { engine, parts } = await enrolled()
    let tries = 0
    const result = await engine.enroll({
      subjectId: 'ada',
      frames: three(),
      replace: 'same-person',
      async alongside({ replaced }) {
        expect(replaced).toBe(true)
        const revision = (await parts.store.get(key))?.revision ?? 0
        if (++tries < 3) await parts.store.put(key, new Uint8Array(1))
        return [audit(revision)]
      },
    })
    expect(result).toMatchObject({ decision: 'enrolled', replaced: true })
    expect(tries).toBe(3)
    expect(await parts.store.get(key)).toMatchObject({ revision: 3 })
  })

  it('are not asked for when nothing is stored, and leave a race for the template as it was', async () => {
    const { engine, parts } = await enrolled()
    const alongside = async () => {
      throw new Error('asked')
    }
    expect((await engine.enroll({ subjectId: 'ada', frames: three(), alongside })).decision).toBe('refused')
    const overtaken = await engine.enroll({
      subjectId: 'bo',
      frames: three(),
      async alongside() {
        await createEngine(parts).enroll({ subjectId: 'bo', frames: three() })
        return []
      },
    })
    expect(codes(overtaken.reasons)).toEqual(['already_enrolled'])
  })
})
