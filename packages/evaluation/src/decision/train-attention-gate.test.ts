import { createAttentionFusion } from '@faceward/fusion'
import { describe, expect, it } from 'vitest'
import { createSeededRandom } from '../statistics/seeded-random.js'
import { trainAttentionGate } from './train-attention-gate.js'
import type { Transaction } from './transaction.js'

const clamp = (value: number) => Math.min(1, Math.max(0, value))
const provenance = { dataset: 'drawn by rule', date: '2026-11-22', command: 'test' }

/** Depth tells people apart when it was sensed and is noise when it was estimated. */
function sessions(people: number): Transaction[] {
  const random = createSeededRandom(3)
  const make = (kind: 'mated' | 'non-mated', subject: string): Transaction => {
    const isMated = kind === 'mated'
    const depthKind = random.next() < 0.5 ? ('sensed' as const) : ('estimated' as const)
    const depth = depthKind === 'sensed' ? (isMated ? 0.93 : 0.1) : random.next()
    return {
      kind,
      subject,
      attempts: [
        {
          terms: {
            rgb: clamp((isMated ? 0.9 : 0.6) + 0.1 * random.normal()),
            depth: clamp(depth + 0.04 * random.normal()),
            liveness: clamp(0.93 + 0.03 * random.normal()),
          },
          context: { depthKind, quality: random.next() },
          assurance: 'sequence',
        },
      ],
    }
  }
  return Array.from({ length: people }, (_, i) =>
    Array.from({ length: 12 }, (_, k) => make(k % 2 ? 'mated' : 'non-mated', `person-${i}`)),
  ).flat()
}

describe('trainAttentionGate', async () => {
  const transactions = sessions(150)
  const options = { transactions, targetFar: 0.01, iterations: 150, provenance }
  const trained = await trainAttentionGate(options)

  it('learns to distrust what is noise, and helps on people it has not seen', () => {
    expect(trained.gate.terms.depth.estimated).toBeLessThan(-0.5)
    expect(trained.helps).toBe(true)
    expect(trained.heldOut.gate.frr.errors).toBeLessThan(trained.heldOut.fixedWeights.frr.errors)
    expect(trained.gate.provenance.heldOut.falseRejectRate).toBe(trained.heldOut.gate.frr.measured)
  })

  it('gives a gate that the fusion package accepts and scores alike', () => {
    const fusion = createAttentionFusion({ gate: JSON.parse(JSON.stringify(trained.gate)) })
    const { terms, context } = transactions[0]!.attempts[0]!
    const { score, weights } = fusion.fuse(terms, context)
    expect(score).toBeGreaterThan(0)
    expect(Object.keys(weights).sort()).toEqual(['depth', 'liveness', 'rgb'])
  })

  it('is the same every time', async () => {
    expect(await trainAttentionGate(options)).toEqual(trained)
  })

  it('says that it does not help when fixed weights do as well', async () => {
    const perfect = transactions.map(
      (transaction): Transaction => ({
        ...transaction,
        attempts: [
          {
            terms: { rgb: transaction.kind === 'mated' ? 1 : 0, liveness: 1 },
            assurance: 'sequence',
          },
        ],
      }),
    )
    const { helps } = await trainAttentionGate({ ...options, transactions: perfect, iterations: 20 })
    expect(helps).toBe(false)
  })

  it('can be stopped', async () => {
    const controller = new AbortController()
    const stopped = trainAttentionGate(options, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('stop')),
    })
    await expect(stopped).rejects.toThrow('stop')
  })
})
