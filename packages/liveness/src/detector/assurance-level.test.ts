import type { CueReport, DepthMap, DepthProvenance, FaceSample } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { picture, sampleOf } from '../../test/synthetic-samples.js'
import { assuranceLevel } from './assurance-level.js'

const image = picture({ side: 20, detail: 8 })

function sample(trust: DepthProvenance['trust'] | 'no depth'): FaceSample {
  const plain = sampleOf(image)
  if (trust === 'no depth') return plain
  const depth: DepthMap = {
    width: 1,
    height: 1,
    data: Float32Array.of(0.5),
    intrinsics: { width: 1, height: 1, focalX: 1, focalY: 1, principalX: 0.5, principalY: 0.5 },
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'time-of-flight', trust },
  }
  return { ...plain, frame: { ...plain.frame, depth } }
}
const depthCue = (score: number, frameScores?: readonly (number | undefined)[]): CueReport => ({
  cueId: 'depth-consistency',
  family: 'depth',
  result: { status: 'scored', score, evidence: {}, ...(frameScores ? { frameScores } : {}) },
})

describe('sensed depth', () => {
  it('assures when it was judged in at least half of the frames, whichever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), (judged) => {
        const samples = judged.map((has) => sample(has ? 'driver' : 'no depth'))
        const cue = depthCue(
          1,
          judged.map((has) => (has ? 1 : undefined)),
        )
        const share = judged.filter(Boolean).length / judged.length
        const expected = share >= 0.5 ? 'sensed-depth' : 'stills'
        expect(assuranceLevel(samples, [cue])).toBe(expected)
      }),
    )
  })

  it('does not assure by frames whose depth could not be judged', () => {
    const samples = Array.from({ length: 10 }, () => sample('driver'))
    expect(assuranceLevel(samples, [depthCue(1, [1, ...Array(9).fill(undefined)])])).toBe('stills')
    expect(assuranceLevel(samples, [depthCue(1)])).toBe('sensed-depth')
  })

  it.each([
    ['its sender’s word only', sample('declared'), 1],
    ['not passed', sample('driver'), 0.4],
    ['none', sample('no depth'), 1],
  ] as const)('does not assure: %s', (_, one, score) => {
    expect(assuranceLevel([one], [depthCue(score)])).toBe('stills')
  })
})
