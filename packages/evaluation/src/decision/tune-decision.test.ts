import { DEFAULT_FUSION_WEIGHTS } from '@faceward/fusion'
import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../statistics/seeded-random.js'
import type { Attempt, Transaction } from './transaction.js'
import { tuneDecision } from './tune-decision.js'

const clamp = (value: number) => Math.min(1, Math.max(0, value))

/** Scores drawn by a rule: `motion` says nothing, or something, about who is there. */
function sessions(people: number, motionOfMated: number, seed = 1): Transaction[] {
  const random = createSeededRandom(seed)
  const attempt = (rgb: number, liveness: number, motion: number): Attempt => ({
    terms: {
      rgb: clamp(rgb + 0.1 * random.normal()),
      liveness: clamp(liveness + 0.08 * random.normal()),
      motion: clamp(motion + 0.1 * random.normal()),
    },
    assurance: 'sequence',
  })
  return Array.from({ length: people }, (_, i): Transaction[] => {
    const subject = `person-${i}`
    return [
      ...Array.from({ length: 5 }, () => ({
        kind: 'mated' as const,
        subject,
        attempts: [attempt(0.85, 0.9, motionOfMated)],
      })),
      ...Array.from({ length: 10 }, () => ({
        kind: 'non-mated' as const,
        subject,
        attempts: [attempt(0.4, 0.9, 0.7)],
      })),
      ...Array.from({ length: 3 }, () => ({
        kind: 'attack' as const,
        subject,
        species: 'replay',
        attempts: [attempt(0.93, 0.2, 0.7)],
      })),
    ]
  }).flat()
}

const targets = { targetFar: 0.01, targetFrr: 0.05, weightSteps: 10 }

describe('tuneDecision', () => {
  it('finds weights that reject fewer of the held-out people when a term misleads', async () => {
    // Motion is low for everybody here, so its default weight only pulls mated transactions down.
    const { adopted, setting, withDefaultWeights } = await tuneDecision({
      transactions: sessions(80, 0.1),
      ...targets,
    })
    expect(adopted).toBe('tuned-weights')
    expect(setting.weights.motion).toBeLessThan(DEFAULT_FUSION_WEIGHTS.motion)
    expect(setting.heldOut.frr.errors).toBeLessThanOrEqual(withDefaultWeights.heldOut.frr.errors)
    expect(setting.heldOut.far.errors).toBe(0)
  })

  it('keeps the default weights when nothing is gained', async () => {
    const easy = sessions(64, 0.95).map((transaction) =>
      transaction.kind === 'mated'
        ? {
            ...transaction,
            attempts: [{ ...transaction.attempts[0]!, terms: { rgb: 1, liveness: 1, motion: 1 } }],
          }
        : transaction,
    )
    const { adopted, setting } = await tuneDecision({ transactions: easy, ...targets })
    expect(adopted).toBe('default-weights')
    expect(setting.weights).toEqual(DEFAULT_FUSION_WEIGHTS)
  })

  it('leaves the weight of a term that never occurs alone', async () => {
    const { withTunedWeights } = await tuneDecision({ transactions: sessions(64, 0.5), ...targets })
    expect(withTunedWeights.weights.depth).toBe(DEFAULT_FUSION_WEIGHTS.depth)
  })

  it('keeps thresholds in order and reports on people it did not choose on', async () => {
    const { setting } = await tuneDecision({ transactions: sessions(64, 0.8), ...targets })
    expect(setting.rejectThreshold).toBeLessThan(setting.acceptThreshold)
    expect(setting.heldOut.far.subjects).toBe(32)
    expect(setting.heldOut.iapar.map(({ species }) => species)).toEqual(['replay'])
  })

  it('refuses targets beyond the sample unless told, and says so then', async () => {
    const transactions = sessions(20, 0.8)
    await expect(tuneDecision({ transactions, ...targets, targetFar: 1e-4 })).rejects.toThrow(
      'FAR 0.0001 needs 30000 non-mated transactions of the people chosen on; there are 100',
    )
    const forced = await tuneDecision({
      transactions,
      ...targets,
      targetFar: 1e-4,
      whenUnsupported: 'extrapolate',
    })
    expect(forced.unsupported).toBe(true)
  })

  it('repeats itself for a seed', async () => {
    const options = { transactions: sessions(64, 0.5), ...targets }
    expect(await tuneDecision(options)).toEqual(await tuneDecision(options))
  })

  it('refuses one person', async () => {
    const transactions = sessions(1, 0.5)
    await expect(tuneDecision({ transactions, ...targets })).rejects.toThrow('at least two')
  })

  it('can be watched and stopped', async () => {
    const controller = new AbortController()
    const reason = new Error('stop')
    const steps: number[] = []
    const onProgress = ({ done, of }: { done: number; of: number }) => {
      steps.push(done / of)
      controller.abort(reason)
    }
    const options = { transactions: sessions(200, 0.5), ...targets, weightSteps: 40 }
    await expect(tuneDecision(options, { signal: controller.signal, onProgress })).rejects.toBe(reason)
    expect(steps).toHaveLength(1)
    expect(steps[0]).toBeLessThan(1)
  })
})
