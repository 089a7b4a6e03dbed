import { type CueFamily, type CueResult, type LivenessCue, SPECIFICATION_VERSION } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faceSequence, resting } from '../../test/synthetic-face.js'
import { picture, sampleOf } from '../../test/synthetic-samples.js'
import { createLivenessDetector } from './create-liveness-detector.js'

const image = picture({ side: 100, detail: 30 })
const cueThatSays = (result: CueResult, family: CueFamily = 'texture'): LivenessCue => ({
  specificationVersion: SPECIFICATION_VERSION,
  id: family,
  family,
  evaluate: async () => result,
})
const scored = (score: number, more: object = {}): CueResult => ({
  status: 'scored',
  score,
  evidence: {},
  ...more,
})
const abstained: CueResult = { status: 'abstained', reason: 'not_measurable' }
const assess = (cues: readonly LivenessCue[], at = {}) =>
  createLivenessDetector({ cues }).assess({ samples: [sampleOf(image, at)] })

describe('liveness detector', () => {
  it('has no score when every cue abstains, and says so', async () => {
    const assessment = await assess([cueThatSays(abstained), cueThatSays(abstained, 'motion')])
    expect(assessment).toMatchObject({ status: 'not_assessed', vetoed: false, assurance: 'none' })
    expect(assessment).not.toHaveProperty('score')
    expect(assessment.reasons.map(({ code }) => code)).toEqual(['liveness_not_assessed'])
  })

  it('never scores above a cue that its model was not fitted with, and abstentions have no say', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }),
        async (scores) => {
          const cues = [...scores.map((score) => cueThatSays(scored(score), 'depth')), cueThatSays(abstained)]
          expect((await assess(cues)).score).toBeLessThanOrEqual(Math.min(...scores))
        },
      ),
    )
  })

  it('does not judge samples that are not one face’s track', async () => {
    const samples = [
      ...faceSequence(resting(10)),
      ...faceSequence(resting(10), { timestampMs: (i) => 6000 + 100 * i }),
    ]
    const detector = createLivenessDetector({ cues: [cueThatSays(scored(1), 'motion')] })
    const assessment = await detector.assess({ samples })
    expect(assessment).toMatchObject({ status: 'not_assessed', assurance: 'none', cues: [] })
    expect(assessment.reasons.map(({ code }) => code)).toContain('face_track_lost')
  })

  it('says that a challenge was not met', async () => {
    const assessment = await assess([cueThatSays(scored(0.02), 'challenge')])
    expect(assessment.reasons.map(({ code }) => code)).toEqual(['challenge_failed'])
    expect(assessment.assurance).not.toBe('challenge')
  })

  it('reports a veto whatever the other cues say', async () => {
    const assessment = await assess([
      cueThatSays(scored(1)),
      cueThatSays(scored(0.9, { veto: true }), 'integrity'),
    ])
    expect(assessment.vetoed).toBe(true)
    expect(assessment.reasons[0]?.code).toBe('presentation_attack')
  })

  it.each([
    ['stills', [cueThatSays(scored(1))], {}],
    ['stills', [cueThatSays(scored(1)), cueThatSays(abstained, 'motion')], {}],
    ['sequence', [cueThatSays(scored(1)), cueThatSays(scored(1), 'motion')], {}],
    ['challenge', [cueThatSays(scored(1), 'motion'), cueThatSays(scored(1), 'challenge')], {}],
    ['stills', [cueThatSays(scored(1), 'motion')], { kind: 'still' }],
    ['stills', [cueThatSays(scored(1), 'challenge')], { recorded: true }],
  ] as const)('assures %s', async (assurance, cues, at) => {
    expect((await assess(cues, at)).assurance).toBe(assurance)
  })

  it('gives the motion family a score of its own, or none', async () => {
    expect((await assess([cueThatSays(scored(0.9)), cueThatSays(scored(0.7), 'motion')])).motionScore).toBe(
      0.7,
    )
    expect(await assess([cueThatSays(scored(0.9)), cueThatSays(abstained, 'motion')])).not.toHaveProperty(
      'motionScore',
    )
  })

  it('gives each frame the score of the weakest cue that judged it', async () => {
    const cues = [
      cueThatSays(scored(1, { frameScores: [0.8] })),
      cueThatSays(scored(1, { frameScores: [undefined] })),
      cueThatSays(scored(1)),
    ]
    expect((await assess(cues)).frameScores).toEqual([0.8])
  })
})
