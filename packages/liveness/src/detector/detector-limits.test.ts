import {
  type AssuranceLevel,
  type CueFamily,
  type CueReport,
  type CueResult,
  type FaceSample,
  type LivenessCue,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { depthMapOf, depthSample, headSurface } from '../../test/surfaces.js'
import { picture, sampleOf } from '../../test/synthetic-samples.js'
import { assuranceLevel } from './assurance-level.js'
import { createLivenessDetector } from './create-liveness-detector.js'
import { evidenceKind, fuseCues, logOdds, type PadFusionModel } from './pad-fusion.js'

const report = (family: CueFamily, score?: number, cueId: string = family): CueReport => ({
  cueId,
  family,
  result:
    score === undefined
      ? { status: 'abstained', reason: 'not_measurable' }
      : { status: 'scored', score, evidence: {} },
})
const image = picture({ side: 40, detail: 8 })

describe('assurance', () => {
  const colour = [sampleOf(image)]
  const deep = [depthSample(depthMapOf(headSurface))]
  const still = [sampleOf(image, { kind: 'still' })]
  const recorded = (sample: FaceSample): FaceSample => ({
    ...sample,
    frame: { ...sample.frame, source: { ...sample.frame.source, recorded: true } },
  })

  it.each<[string, readonly FaceSample[], readonly CueReport[], AssuranceLevel]>([
    ['a challenge that was passed, just', colour, [report('challenge', 0.5)], 'challenge'],
    ['a challenge that was not passed, just', colour, [report('challenge', 0.499)], 'stills'],
    [
      'two cues of one challenge, one not passed',
      colour,
      [report('challenge', 0.9), report('challenge', 0.4)],
      'stills',
    ],
    ['the same the other way round', colour, [report('challenge', 0.4), report('challenge', 0.9)], 'stills'],
    ['motion that was judged, however', colour, [report('motion', 0.1)], 'sequence'],
    ['blinks that were judged', colour, [report('blink', 0.1)], 'sequence'],
    ['texture', colour, [report('texture', 1)], 'stills'],
    ['nothing judged', colour, [report('motion')], 'none'],
    ['no samples', [], [report('motion', 1)], 'none'],
    ['depth that was passed, just', deep, [report('depth', 0.5)], 'sensed-depth'],
    ['depth that was not passed, just', deep, [report('depth', 0.499)], 'stills'],
    ['depth beside a challenge', deep, [report('depth', 0.9), report('challenge', 0.9)], 'sensed-depth'],
    ['two depth cues, one not passed', deep, [report('depth', 0.9), report('depth', 0.1)], 'stills'],
    ['a challenge in a recording', [recorded(colour[0]!)], [report('challenge', 1)], 'stills'],
    ['one recorded frame among others', [colour[0]!, recorded(colour[0]!)], [report('motion', 1)], 'stills'],
    [
      'a still with depth',
      [{ ...deep[0]!, frame: { ...deep[0]!.frame, source: still[0]!.frame.source } }],
      [report('depth', 1)],
      'sensed-depth',
    ],
    ['a still without', still, [report('motion', 1)], 'stills'],
  ])('of %s', (_, samples, cues, expected) => {
    expect(assuranceLevel(samples, cues)).toBe(expected)
  })
})

describe('the fused score', () => {
  const terms = { bias: 0.3, weights: { a: 0.5, b: 2, odd: -1 }, absent: { a: -0.7, b: 0.9 } }
  const none = { bias: 9, weights: {}, absent: {} }
  const model: PadFusionModel = {
    id: 'test',
    kinds: { stills: terms, sequence: { ...terms, bias: -1 }, challenge: none },
    provenance: 'made up',
  }
  const known = (cueId: string, score?: number) => report('texture', score, cueId)
  const shareOf = (logit: number) => expect.closeTo(1 / (1 + Math.exp(-logit)), 12)

  it('is the logistic of the bias and the weighted log-odds', () => {
    const [a, b] = [Math.log(0.6 / 0.4), Math.log(0.2 / 0.8)]
    expect(fuseCues([known('a', 0.6), known('b', 0.2)], model)).toEqual(shareOf(0.3 + 0.5 * a + 2 * b))
    expect(fuseCues([known('a', 0.6), report('motion', 0.9, 'm')], model)).toEqual(shareOf(-1 + 0.5 * a))
  })

  it('falls for a cue that abstained, as the model says, and never rises', () => {
    const a = 0.5 * Math.log(0.6 / 0.4)
    expect(fuseCues([known('a', 0.6), known('b')], model)).toEqual(shareOf(0.3 + a))
    expect(fuseCues([known('b', 0.5), known('a')], model)).toEqual(shareOf(0.3 - 0.7))
    expect(fuseCues([known('a', 0.6), known('unknown')], model)).toEqual(shareOf(0.3 + a))
  })

  it('never rises with a cue of negative weight, nor above one that it does not know', () => {
    expect(fuseCues([known('odd', 0.01)], model)).toEqual(shareOf(0.3))
    expect(fuseCues([known('a', 0.9), known('stranger', 0.2)], model)).toBe(0.2)
    expect(fuseCues([known('a', 0.9), known('stranger', 0.99), known('other', 0.3)], model)).toBe(0.3)
  })

  it('of cues it does not know alone is the lowest of them, and of none that judged there is none', () => {
    expect(fuseCues([known('x', 0.7), known('y', 0.4)], model)).toBe(0.4)
    expect(fuseCues([known('a'), known('b')], model)).toBeUndefined()
    expect(fuseCues([], model)).toBeUndefined()
  })

  it('hears one cue with four log-odds at most', () => {
    expect([0, 1, 0.5].map(logOdds)).toEqual([-4, 4, 0])
    expect(logOdds(0.9)).toBeCloseTo(Math.log(9), 12)
    expect(logOdds(0.03)).toBeCloseTo(Math.log(0.03 / 0.97), 12)
  })

  it.each<[readonly CueReport[], string]>([
    [[report('texture', 1), report('motion')], 'stills'],
    [[report('motion', 0)], 'sequence'],
    [[report('blink', 0)], 'sequence'],
    [[report('integrity', 0)], 'sequence'],
    [[report('integrity', 1), report('challenge', 0)], 'challenge'],
    [[report('integrity', 1), report('challenge')], 'sequence'],
    [[report('depth', 1)], 'stills'],
  ])('%# is of what could be seen: %s', (reports, kind) => {
    expect(evidenceKind(reports)).toBe(kind)
  })
})

describe('a detector', () => {
  const saying = (id: string, result: CueResult, family: CueFamily = 'texture'): LivenessCue => ({
    specificationVersion: SPECIFICATION_VERSION,
    id,
    family,
    evaluate: async () => result,
  })
  const scored = (score: number, more = {}): CueResult => ({ status: 'scored', score, evidence: {}, ...more })
  const samples = [sampleOf(image), sampleOf(image, { timestampMs: 100 })]

  it('holds half a challenge against nobody, and less', async () => {
    const reasons = async (score: number) => {
      const detector = createLivenessDetector({ cues: [saying('c', scored(score), 'challenge')] })
      return (await detector.assess({ samples })).reasons.map(({ code }) => code)
    }
    expect(await reasons(0.5)).toEqual([])
    expect(await reasons(0.499)).toEqual(['challenge_failed'])
  })

  it('gives the lowest of the motion scores, and of each frame’s', async () => {
    const cues = [
      saying('m', scored(0.8), 'motion'),
      saying('n', scored(0.6), 'motion'),
      saying('t', scored(0.9, { frameScores: [0.4, undefined] })),
      saying('u', scored(0.9, { frameScores: [0.5, undefined] })),
    ]
    const assessment = await createLivenessDetector({ cues }).assess({ samples })
    expect(assessment).toMatchObject({ status: 'scored', motionScore: 0.6, frameScores: [0.4, undefined] })
    expect(assessment.cues.map(({ cueId }) => cueId)).toEqual(['m', 'n', 't', 'u'])
  })

  it('names the model and the cues in its id, since both say what a score means', () => {
    const [one, other] = [saying('one', scored(1)), saying('other', scored(1))]
    const ids = [[one], [one, other], [other]].map((cues) => createLivenessDetector({ cues }).id)
    expect(new Set(ids).size).toBe(3)
    expect(ids[1]).toMatch(/one.*other/)
  })

  it('stops between cues when it is told, and disposes of each cue', async () => {
    const controller = new AbortController()
    const evaluated: string[] = []
    const disposed: string[] = []
    const cue = (id: string): LivenessCue => ({
      ...saying(id, scored(1)),
      evaluate: async () => {
        evaluated.push(id)
        controller.abort(new Error('left'))
        return scored(1)
      },
      dispose: async () => {
        disposed.push(id)
      },
    })
    const detector = createLivenessDetector({ cues: [cue('a'), cue('b')] })
    await expect(detector.assess({ samples }, { signal: controller.signal })).rejects.toThrow('left')
    expect(evaluated).toEqual(['a'])
    await detector.dispose()
    expect(disposed.sort()).toEqual(['a', 'b'])
  })
})
