import { describe, expect, it } from 'vitest'
import { composition, liveness } from '../../test/composition.js'
import { codes, enrolled, frames, STRANGER, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

describe('a capture that shows less than was asked for', () => {
  it('is to be tried again, whoever it shows, without a comparison', async () => {
    const { engine } = await enrolled()
    const asked = { subjectId: 'ada', minimumAssurance: 'challenge' } as const
    const [herself, stranger] = [
      await engine.verify({ ...asked, frames: frames({}) }),
      await engine.verify({ ...asked, frames: frames({ angle: STRANGER }) }),
    ]
    expect(herself).toMatchObject({ decision: 're_verify', match: false, confidence: 0 })
    expect(codes(herself.reasons)).toEqual(['assurance_too_low'])
    expect(herself).not.toHaveProperty('similarity')
    expect(stranger).toEqual(herself)
    const nobody = { ...asked, subjectId: 'zoe', unknownSubject: 'conceal' } as const
    expect(await engine.verify({ ...nobody, frames: frames({}) })).toEqual(herself)
  })

  it('is rejected when it looks like an attack', async () => {
    const { parts } = await enrolled()
    const attacked = createEngine({ ...parts, liveness: liveness({ score: 0.05 }) })
    const result = await attacked.verify({
      subjectId: 'ada',
      minimumAssurance: 'challenge',
      frames: frames({}),
    })
    expect(result.decision).toBe('reject')
    expect(codes(result.reasons)).toEqual(['liveness_too_low'])
  })

  it('is not enrolled', async () => {
    const engine = createEngine(composition())
    const result = await engine.enroll({
      subjectId: 'ada',
      minimumAssurance: 'sequence',
      frames: three(),
    })
    expect(result.decision).toBe('refused')
    expect(codes(result.reasons)).toEqual(['assurance_too_low'])
    expect(await engine.describeSubject({ subjectId: 'ada' })).toBeUndefined()
  })
})

it('A capture that shows what was asked for, or more, is compared', async () => {
  const { engine } = await enrolled({ liveness: liveness({ score: 0.95, assurance: 'challenge' }) })
  for (const minimumAssurance of ['none', 'sequence', 'challenge'] as const) {
    const result = await engine.verify({ subjectId: 'ada', minimumAssurance, frames: frames({}) })
    expect(result.decision).toBe('accept')
  }
})
