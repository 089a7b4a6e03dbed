import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../statistics/seeded-random.js'
import { compareAll } from './compare-all.js'
import { evaluateRecognition } from './evaluate-recognition.js'

/** People as points on the sphere, images as points about them. */
function crowd(people: number, imagesEach: number, spread: number) {
  const random = createSeededRandom(11)
  const vectors: Float32Array[] = []
  const subjects: number[] = []
  for (let person = 0; person < people; person++) {
    const centre = Float32Array.from({ length: 32 }, random.normal)
    for (let image = 0; image < imagesEach; image++) {
      const vector = centre.map((value) => value + spread * random.normal())
      const length = Math.hypot(...vector)
      vectors.push(vector.map((value) => value / length))
      subjects.push(person)
    }
  }
  return { vectors, subjects }
}

const origin = {
  command: 'faceward evaluate recognition',
  date: '2026-11-22',
  dataset: 'crowd',
  protocol: 'all-pairs',
  modelId: 'test',
  pipeline: 'test',
} as const
const { vectors, subjects } = crowd(60, 3, 0.9)
const comparisons = compareAll({ vectors, subjects })
const imageNames = subjects.map((subject, i) => `p${subject}/${i}.jpg`)
const base = {
  origin,
  comparisons,
  imageNames,
  imagesAttempted: 183,
  enrolmentFailures: [{ image: 'x.jpg', reason: 'no_face' }],
  replicates: 50,
}
const calibration = { slope: 12, midpoint: 0.35 }

describe('evaluateRecognition', async () => {
  const report = await evaluateRecognition({
    ...base,
    calibration,
    comparisonsNotMade: { mated: 9, nonMated: 500 },
  })

  it('states the rates that a plain count over all pairs finds', () => {
    // Independent recomputation: no shared code, one loop over image pairs.
    const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
    const tally = { mated: 0, nonMated: 0, misses: 0, matches: 0 }
    for (let i = 0; i < vectors.length; i++) {
      for (let j = 0; j < i; j++) {
        const similarity = 1 / (1 + Math.exp(-12 * (cosine(vectors[i]!, vectors[j]!) - 0.35)))
        if (subjects[i] === subjects[j]) {
          tally.mated++
          if (similarity < 0.85) tally.misses++
        } else {
          tally.nonMated++
          if (similarity >= 0.85) tally.matches++
        }
      }
    }
    const accept = report.atSimilarity.find(({ similarity }) => similarity === 0.85)!
    expect(accept.fmr).toMatchObject({ errors: tally.matches, comparisons: tally.nonMated })
    expect(accept.fnmr).toMatchObject({ errors: tally.misses, comparisons: tally.mated })
    expect(accept.fnmrWithFailures).toBeCloseTo((tally.misses + 9) / (tally.mated + 9), 12)
    expect(report.falseMatches).toHaveLength(Math.min(50, tally.matches))
  })

  it('counts failures to enrol', () => {
    expect(report.failureToEnrol).toMatchObject({ errors: 1, trials: 183 })
  })

  it('marks what the sample is too small for and never claims below 3/N', () => {
    const supported = report.atFmr.filter((row) => row.supported).map(({ targetFmr }) => targetFmr)
    expect(report.comparisons.nonMated).toBe(15_930)
    expect(supported).toEqual([1e-2, 1e-3])
    expect(report.strongestClaim.fmr.upper95).toBe(3 / 15_930)
    for (const { fmr, fnmr } of report.atSimilarity) {
      expect(fmr.upper95).toBeGreaterThanOrEqual(3 / 15_930)
      expect(fnmr.upper95).toBeGreaterThanOrEqual(3 / 180)
    }
  })

  it('accepts nobody wrongly above its strongest claim, on this sample', () => {
    const { threshold, trueAcceptRate } = report.strongestClaim
    expect(comparisons.nonMated.scores.some((score) => score >= threshold)).toBe(false)
    expect(trueAcceptRate).toBeCloseTo(
      comparisons.mated.scores.filter((score) => score >= threshold).length / 180,
      12,
    )
  })

  it('lists failures by file name, the worst first', () => {
    const cosines = report.falseMatches.map(({ cosine }) => cosine)
    expect([...cosines].sort((a, b) => b - a)).toEqual(cosines)
    for (const { first, second } of report.falseMatches) {
      expect(first.split('/')[0]).not.toBe(second.split('/')[0])
    }
    for (const { first, second } of report.falseNonMatches) {
      expect(first.split('/')[0]).toBe(second.split('/')[0])
    }
  })

  it('says nothing about 0.85 for a model without a calibration', async () => {
    expect((await evaluateRecognition(base)).atSimilarity).toEqual([])
  })

  it('keeps groups apart', async () => {
    const groups = Array.from({ length: 60 }, (_, i) => (i < 20 ? 'a' : i < 50 ? 'b' : undefined))
    const { groups: rates } = await evaluateRecognition({ ...base, calibration, groups, replicates: 0 })
    expect(rates.map(({ group, subjects: people }) => [group, people])).toEqual([
      ['a', 20],
      ['b', 30],
    ])
    expect(rates[0]!.fnmr!.trials).toBe(20 * 3)
    expect(rates[0]!.fmr!.trials).toBe((20 * 19 * 9) / 2)
  })

  it('is plain JSON and repeats itself', async () => {
    const again = await evaluateRecognition({
      ...base,
      calibration,
      comparisonsNotMade: { mated: 9, nonMated: 500 },
    })
    expect(JSON.parse(JSON.stringify(again))).toEqual(JSON.parse(JSON.stringify(report)))
  })
})
