import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibration, embedder, type Scene } from '../../test/composition.js'
import { codes, enrolled, frames, STRANGER } from '../../test/enrolled.js'
import { joinSimilarities } from './comparison.js'
import { MOST_COMPARED } from './transaction.js'

const point = (similarity: number, fmr: number) => ({
  similarity,
  fmr,
  fmrUpper95: 1.1 * fmr,
  fnmr: 0.1,
  fnmrUpper95: 0.1,
})
/** An embedder whose calibration states that a tenth as many strangers reach 0.95 as 0.85, or fewer. */
const stating = (...points: ReturnType<typeof point>[]) =>
  embedder({ calibration: { ...calibration, operatingPoints: points } })
const stated = () => stating(point(0.8, 1e-3), point(0.85, 1e-4), point(0.9, 2e-5), point(0.95, 1e-6))
const stream = (...scenes: Scene[]) =>
  frames(...scenes.map((scene) => ({ kind: 'stream' as const, ...scene })))

describe('a verification', () => {
  it('is one comparison: one frame of many that passes by chance is not enough', async () => {
    const { engine } = await enrolled()
    const alone = await engine.verify({ subjectId: 'ada', frames: stream({ angle: 0.5 }) })
    expect(alone.decision).toBe('accept')
    // A stranger who looks a little like her, and at one moment more.
    const session = Array.from({ length: 90 }, (_, at) => ({ angle: at === 40 ? 0.5 : 0.7, quality: 0.7 }))
    const result = await engine.verify({
      subjectId: 'ada',
      frames: stream(...session.with(40, { angle: 0.5, quality: 0.9 })),
    })
    expect(result.decision).toBe('re_verify')
    expect(result.frames.filter(({ used }) => used)).toHaveLength(MOST_COMPARED)
  })

  it('stops at the best frame where that passes so surely that it adds a tenth of the FMR at most', async () => {
    const { engine } = await enrolled({ embedder: stated() })
    const session = (angle: number) =>
      stream({ angle: 0.2 }, { angle, quality: 0.9 }, { angle: 0.2 }, { angle: 0.2 })
    const sure = await engine.verify({ subjectId: 'ada', frames: session(0.1) })
    expect(sure).toMatchObject({ decision: 'accept', similarity: sure.frames[1]?.similarity })
    expect(sure.frames.map(({ used }) => used)).toEqual([false, true, false, false])
    expect(sure.similarity).toBeGreaterThan(0.95)
    const unsure = await engine.verify({ subjectId: 'ada', frames: session(0.4) })
    expect(unsure.decision).toBe('accept')
    expect(unsure.frames.filter(({ used }) => used)).toHaveLength(MOST_COMPARED)
  })

  it('says what a stranger could gain by it, whatever came', async () => {
    const { engine } = await enrolled({ embedder: stated() })
    const one = await engine.verify({ subjectId: 'ada', frames: frames({ angle: STRANGER }) })
    expect(one.errorRate).toEqual({ comparisons: 1, comparisonFmr: 1e-4, transactionFmr: 1e-4 })
    for (const length of [2, 8, 120]) {
      const angles = Array.from({ length }, () => ({ angle: STRANGER }))
      const { errorRate } = await engine.verify({ subjectId: 'ada', frames: stream(...angles) })
      expect(errorRate).toMatchObject({ comparisons: 2, comparisonFmr: 1e-4 })
      expect(errorRate?.transactionFmr).toBeLessThanOrEqual(1.1 * 1e-4)
    }
  })

  it('has no early stop, and states no rate, where the calibration has no such point', async () => {
    const few = await enrolled({ embedder: stating(point(0.85, 1e-4), point(0.95, 2e-5)) })
    const result = await few.engine.verify({ subjectId: 'ada', frames: stream({}, {}, {}) })
    expect(result.frames.every(({ used }) => used)).toBe(true)
    expect(result.errorRate).toEqual({ comparisons: 1, comparisonFmr: 1e-4, transactionFmr: 1e-4 })
    const none = await enrolled()
    expect(await none.engine.verify({ subjectId: 'ada', frames: stream({}, {}) })).not.toHaveProperty(
      'errorRate',
    )
  })

  it('counts the threshold that the policy accepts at, not the next one above', async () => {
    const { engine } = await enrolled({ embedder: stating(point(0.8, 1e-3), point(0.9, 1e-5)) })
    const { errorRate } = await engine.verify({ subjectId: 'ada', frames: frames({}) })
    expect(errorRate?.comparisonFmr).toBe(1e-3)
  })
})

describe('stills of one request', () => {
  it.each([
    ['four strangers and the owner', [STRANGER, 2.4, -1.2, -2.4, 0]],
    ['the owner four times and a stranger', [0, 0.05, -0.05, 0.1, STRANGER]],
    ['two people, twice each', [0, 0.05, STRANGER, STRANGER + 0.05]],
    ['the owner and a stranger', [0, STRANGER]],
  ])('are of one person: %s are compared with nobody', async (_, angles) => {
    const { engine } = await enrolled()
    const result = await engine.verify({
      subjectId: 'ada',
      frames: frames(...angles.map((angle) => ({ angle }))),
    })
    expect(result).toMatchObject({ decision: 're_verify', match: false, confidence: 0 })
    expect(codes(result.reasons)).toEqual(['samples_disagree'])
    expect(result).not.toHaveProperty('similarity')
    expect(result).not.toHaveProperty('errorRate')
  })

  it('are still a reject when they look like an attack', async () => {
    const { engine, parts } = await enrolled()
    const { liveness } = await import('../../test/composition.js')
    const { createEngine } = await import('./create-engine.js')
    const attacked = createEngine({ ...parts, liveness: liveness({ score: 0.1 }) })
    const result = await attacked.verify({ subjectId: 'ada', frames: frames({}, { angle: STRANGER }) })
    expect(codes(result.reasons)).toEqual(['liveness_too_low'])
    expect(result.decision).toBe('reject')
    await engine.close()
  })
})

describe('several similarities as one', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })

  it('lie between the lowest and the highest, and never reach further than the best', () => {
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 5 }), (similarities) => {
        const joined = joinSimilarities(similarities)
        expect(joined).toBeGreaterThanOrEqual(Math.min(...similarities) - 1e-12)
        expect(joined).toBeLessThanOrEqual(Math.max(...similarities) + 1e-12)
      }),
      { seed: 13 },
    )
  })

  it('are the similarity at the mean of the cosines', () => {
    const similarityAt = (cosine: number) =>
      1 / (1 + Math.exp(-calibration.slope * (cosine - calibration.midpoint)))
    const cosines = [0.2, 0.7, 0.9]
    expect(joinSimilarities(cosines.map(similarityAt))).toBeCloseTo(similarityAt(0.6), 12)
  })
})
