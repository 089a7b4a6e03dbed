import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { composition, embedder, frame, liveness } from '../../test/composition.js'
import { ALIKE, codes, enrolled, frames, STRANGER, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

describe('createEngine', () => {
  it('refuses an embedder without calibration, and a placeholder unless told', () => {
    const { calibration, ...uncalibrated } = embedder()
    expect(() => createEngine(composition({ embedder: uncalibrated }))).toThrow(/no calibration/)
    const placeholder = composition({ embedder: embedder({ placeholder: true }) })
    expect(() => createEngine(placeholder)).toThrow(/recognises nobody/)
    expect(() => createEngine(placeholder, { allowPlaceholder: true })).not.toThrow()
  })

  it('refuses a part of another specification, by name', () => {
    const parts = composition()
    const future = { ...parts.liveness, specificationVersion: 'v9' as 'v1' }
    expect(() => createEngine({ ...parts, liveness: future })).toThrow(
      /liveness 'scripted' was written for specification 'v9'/,
    )
  })

  it('refuses wrong and unknown options by key', () => {
    try {
      createEngine(composition(), { enrollmentMinSamples: 0, luck: 1 } as object)
      throw new Error('nothing was refused')
    } catch (error) {
      if (!ConfigurationError.isInstance(error)) throw error
      expect(error.message).toMatch(/enrollmentMinSamples/)
      expect(error.message).toMatch(/luck/)
    }
  })
})

describe('enroll', () => {
  it('stores one sealed template and says what was used', async () => {
    const { engine, parts } = await enrolled()
    const { records } = await parts.store.list({ collection: 'templates', tenantId: 'default' })
    expect(records).toHaveLength(1)
    expect(new TextDecoder('latin1').decode(records[0]?.bytes)).not.toContain('ada')
    expect(await engine.describeSubject({ subjectId: 'ada' })).toMatchObject({
      subjectId: 'ada',
      sampleCount: 3,
      revision: 1,
      modelIds: ['scripted-rgb@1'],
    })
  })

  it('says which frames were not used and why, and needs enough of the others', async () => {
    const engine = createEngine(composition())
    const result = await engine.enroll({
      subjectId: 'ada',
      frames: frames({}, { refused: 'too_dark' }, { liveness: 0.49 }, {}),
    })
    expect(result).toMatchObject({ decision: 'refused', confidence: 0 })
    expect(codes(result.reasons)).toEqual(['too_few_samples', 'too_dark', 'liveness_too_low'])
    expect(result.frames.map(({ index, used, reasons }) => [index, used, codes(reasons)])).toEqual([
      [0, false, []],
      [1, false, ['too_dark']],
      [2, false, ['liveness_too_low']],
      [3, false, []],
    ])
    expect(await engine.describeSubject({ subjectId: 'ada' })).toBeUndefined()
  })

  it('uses a frame whose liveness is exactly the limit', async () => {
    const result = await createEngine(composition()).enroll({
      subjectId: 'ada',
      frames: frames({}, {}, { liveness: 0.5 }),
    })
    expect(result.decision).toBe('enrolled')
  })

  it('refuses frames that do not show one person', async () => {
    const engine = createEngine(composition())
    const result = await engine.enroll({ subjectId: 'ada', frames: frames({}, {}, { angle: STRANGER }) })
    expect(codes(result.reasons)).toEqual(['samples_disagree'])
    expect(await engine.describeSubject({ subjectId: 'ada' })).toBeUndefined()
  })

  it.each([
    ['presentation_attack', { score: 0.9, vetoed: true }],
    ['liveness_too_low', { score: 0.3 }],
    ['liveness_not_assessed', {}],
  ])('refuses: %s', async (code, overall) => {
    const engine = createEngine(composition({ liveness: liveness(overall) }))
    const result = await engine.enroll({ subjectId: 'ada', frames: three() })
    expect(codes(result.reasons)).toEqual([code])
    expect(await engine.describeSubject({ subjectId: 'ada' })).toBeUndefined()
  })

  it('replaces only when asked', async () => {
    const { engine } = await enrolled()
    expect(codes((await engine.enroll({ subjectId: 'ada', frames: three() })).reasons)).toEqual([
      'already_enrolled',
    ])
    expect((await engine.enroll({ subjectId: 'ada', frames: three(), replace: 'anybody' })).decision).toBe(
      'enrolled',
    )
    expect((await engine.describeSubject({ subjectId: 'ada' }))?.revision).toBe(2)
  })

  it('lets one of two enrolments at once win, and loses nothing', async () => {
    const engine = createEngine(composition())
    const both = await Promise.all([1, 2].map(() => engine.enroll({ subjectId: 'ada', frames: three() })))
    expect(both.map(({ reasons }) => codes(reasons)[0]).sort()).toEqual(['already_enrolled', 'enrolled'])
    expect((await engine.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('accept')
  })
})

describe('verify', () => {
  it('accepts the person, from all that was seen together', async () => {
    const { engine } = await enrolled()
    const result = await engine.verify({
      subjectId: 'ada',
      frames: frames({ refused: 'no_face' }, { angle: 0.05 }, { angle: 0 }),
    })
    expect(result).toMatchObject({ decision: 'accept', match: true, assurance: 'stills' })
    expect(result.frames.map(({ index, used }) => [index, used])).toEqual([
      [0, false],
      [1, true],
      [2, true],
    ])
  })

  it('rejects a stranger however live', async () => {
    const { engine } = await enrolled({ liveness: liveness({ score: 1, motionScore: 1 }) })
    const result = await engine.verify({ subjectId: 'ada', frames: frames({ angle: STRANGER }) })
    expect(result).toMatchObject({ decision: 'reject', match: false })
    expect(codes(result.reasons)).toEqual(['no_match'])
  })

  it('rejects the right face when it is an attack', async () => {
    const { engine, parts } = await enrolled()
    const attacked = createEngine({ ...parts, liveness: liveness({ score: 0.2, vetoed: true }) })
    expect(codes((await attacked.verify({ subjectId: 'ada', frames: frames({}) })).reasons)).toEqual([
      'presentation_attack',
    ])
    const spoofedFrames = await engine.verify({
      subjectId: 'ada',
      frames: frames({ liveness: 0.1 }, { liveness: 0.39 }),
    })
    expect(spoofedFrames).toMatchObject({ decision: 'reject', confidence: 0 })
    expect(codes(spoofedFrames.reasons)).toEqual(['liveness_too_low'])
  })

  it('asks again between the thresholds, and when no frame could be used', async () => {
    const { engine } = await enrolled()
    expect((await engine.verify({ subjectId: 'ada', frames: frames({ angle: 0.75 }) })).decision).toBe(
      're_verify',
    )
    const unusable = await engine.verify({
      subjectId: 'ada',
      frames: frames({ refused: 'too_dark' }, { refused: 'too_dark' }, { refused: 'no_face' }),
    })
    expect(unusable.decision).toBe('re_verify')
    expect(codes(unusable.reasons)).toEqual(['too_dark', 'no_face'])
  })

  it('does not accept a face that joined a stream which another person’s face made live', async () => {
    const { engine } = await enrolled()
    const stream = (...angles: number[]) =>
      frames(...angles.map((angle) => ({ angle, kind: 'stream' as const })))
    const switched = await engine.verify({
      subjectId: 'ada',
      frames: stream(STRANGER, STRANGER, 0, STRANGER, STRANGER),
    })
    expect(switched).toMatchObject({ decision: 're_verify', match: false })
    expect(codes(switched.reasons)).toEqual(['face_track_lost'])
    expect((await engine.verify({ subjectId: 'ada', frames: stream(0, ALIKE, 0, ALIKE) })).decision).toBe(
      'accept',
    )
  })

  it('compares nothing, and enrols nobody, when the face was lost on the way', async () => {
    const { parts } = await enrolled()
    const reasons = [{ code: 'face_track_lost' as const, message: 'lost' }]
    const engine = createEngine(
      { ...parts, liveness: liveness({ reasons }) },
      { unassessedLiveness: 'allow' },
    )
    const result = await engine.verify({ subjectId: 'ada', frames: three() })
    expect(result).toMatchObject({ decision: 're_verify', confidence: 0 })
    expect(result).not.toHaveProperty('similarity')
    expect(codes(result.reasons)).toEqual(['face_track_lost'])
    const enrolment = await engine.enroll({ subjectId: 'eve', frames: three() })
    expect(codes(enrolment.reasons)).toEqual(['face_track_lost'])
  })

  it('does not accept without any liveness evidence', async () => {
    const { parts } = await enrolled()
    const blind = createEngine({ ...parts, liveness: liveness({}) })
    const result = await blind.verify({ subjectId: 'ada', frames: frames({}) })
    expect(result).toMatchObject({ decision: 're_verify', assurance: 'none' })
    expect(codes(result.reasons)).toEqual(['liveness_not_assessed'])
  })

  it('runs the models for an unknown subject too, then rejects', async () => {
    const embedded: string[] = []
    const counting = embedder()
    const parts = composition({
      embedder: {
        ...counting,
        embed: (sample) => {
          embedded.push('x')
          return counting.embed(sample)
        },
      },
    })
    const result = await createEngine(parts).verify({ subjectId: 'nobody', frames: frames({}, {}) })
    expect(result.decision).toBe('reject')
    expect(codes(result.reasons)).toEqual(['unknown_subject'])
    expect(embedded).toHaveLength(2)
  })

  it('never compares across models', async () => {
    const { parts } = await enrolled()
    const other = createEngine({ ...parts, embedder: embedder({ modelId: 'scripted-rgb@2' }) })
    const result = await other.verify({ subjectId: 'ada', frames: frames({}) })
    expect(codes(result.reasons)).toEqual(['template_of_another_model'])
    expect(result).not.toHaveProperty('similarity')
  })

  it('uses depth where probe and template both have it, and renormalises where one lacks it', async () => {
    const depthEmbedder = embedder({ modality: 'depth' })
    const parts = composition({ depthEmbedder })
    const engine = createEngine(parts)
    const deep = frames({ depthAngle: 0 }, { depthAngle: 0 }, { depthAngle: 0 })
    await engine.enroll({ subjectId: 'ada', frames: deep })
    const withDepth = await engine.verify({ subjectId: 'ada', frames: frames({ depthAngle: 0.05 }) })
    const without = await engine.verify({ subjectId: 'ada', frames: frames({}) })
    expect(Object.keys(withDepth.contributions)).toEqual(['rgb', 'depth', 'liveness'])
    expect(Object.keys(without.contributions)).toEqual(['rgb', 'liveness'])
    expect([withDepth.decision, without.decision]).toEqual(['accept', 'accept'])
  })

  it('looks at no more frames than it is told to', async () => {
    const { parts } = await enrolled()
    const engine = createEngine(parts, { maximumFrames: 2 })
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield frame({ angle: 0.75 })
      },
    }
    expect((await engine.verify({ subjectId: 'ada', frames: endless })).frames).toHaveLength(2)
  })
})
