import type { CueFamily, CueReport } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DEFAULT_PAD_FUSION } from './default-pad-fusion.data.js'
import { evidenceKind, fuseCues } from './pad-fusion.js'

const FAMILIES: Readonly<Record<string, CueFamily>> = {
  texture: 'texture',
  'micro-motion': 'motion',
  parallax: 'motion',
  blink: 'blink',
  integrity: 'integrity',
  challenge: 'challenge',
}
const report = (cueId: string, score: number | undefined): CueReport => ({
  cueId,
  family: FAMILIES[cueId] ?? 'depth',
  result:
    score === undefined
      ? { status: 'abstained', reason: 'not_measurable' }
      : { status: 'scored', score, evidence: {} },
})
const all = (score: (id: string) => number | undefined) =>
  Object.keys(FAMILIES).map((id) => report(id, score(id)))
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('fused PAD score', () => {
  it('accepts what every cue accepts and refuses what every cue refuses', () => {
    expect(
      fuseCues(
        all(() => 0.97),
        DEFAULT_PAD_FUSION,
      ),
    ).toBeGreaterThan(0.5)
    expect(
      fuseCues(
        all(() => 0.03),
        DEFAULT_PAD_FUSION,
      ),
    ).toBeLessThan(0.05)
  })

  it('lies in [0, 1] and never falls when a cue rises', () => {
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 6, maxLength: 6 }),
        fc.nat(5),
        share,
        (scores, which, other) => {
          const ids = Object.keys(FAMILIES)
          const [low, high] = [Math.min(scores[which]!, other), Math.max(scores[which]!, other)]
          const at = (value: number) =>
            fuseCues(
              ids.map((id, k) => report(id, k === which ? value : scores[k])),
              DEFAULT_PAD_FUSION,
            )!
          expect(at(high)).toBeGreaterThanOrEqual(at(low))
          expect(at(low)).toBeGreaterThanOrEqual(0)
          expect(at(high)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('is not there when every cue abstained', () => {
    expect(
      fuseCues(
        all(() => undefined),
        DEFAULT_PAD_FUSION,
      ),
    ).toBeUndefined()
    expect(fuseCues([], DEFAULT_PAD_FUSION)).toBeUndefined()
  })

  it('never gains by an abstention, within its kind of evidence', () => {
    for (const { absent, weights } of Object.values(DEFAULT_PAD_FUSION.kinds)) {
      expect(Math.max(...Object.values(absent))).toBeLessThanOrEqual(0)
      expect(Math.min(...Object.values(weights))).toBeGreaterThanOrEqual(0)
    }
  })

  it('takes the score of a cue it does not know as an upper bound', () => {
    const reports = [...all(() => 0.97), report('a-vendor’s', 0.1)]
    expect(fuseCues(reports, DEFAULT_PAD_FUSION)).toBe(0.1)
    expect(fuseCues([report('a-vendor’s', 0.8)], DEFAULT_PAD_FUSION)).toBe(0.8)
  })

  it('knows what its evidence is', () => {
    expect(evidenceKind([report('texture', 0.9), report('micro-motion', undefined)])).toBe('stills')
    expect(evidenceKind([report('texture', 0.9), report('micro-motion', 0.9)])).toBe('sequence')
    expect(evidenceKind(all(() => 0.9))).toBe('challenge')
  })

  it('says where its numbers come from', () => {
    expect(DEFAULT_PAD_FUSION.provenance).toMatch(/presentations of simulated persons/)
  })
})
