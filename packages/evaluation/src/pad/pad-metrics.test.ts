import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measurePad, type Presentation } from './pad-metrics.js'

const times = (count: number, presentation: Presentation): Presentation[] =>
  Array.from({ length: count }, () => presentation)

describe('measurePad', () => {
  const metrics = measurePad([
    ...times(97, { species: 'print', response: 'attack', accepted: false }),
    ...times(3, { species: 'print', response: 'bona-fide', accepted: false }),
    ...times(40, { species: 'replay', response: 'attack', accepted: false }),
    ...times(6, { species: 'replay', response: 'bona-fide', accepted: true }),
    ...times(4, { species: 'replay', response: 'bona-fide', accepted: false }),
    ...times(10, { species: 'replay', response: 'none', accepted: false }),
    ...times(190, { response: 'bona-fide' }),
    ...times(8, { response: 'attack' }),
    ...times(2, { response: 'none' }),
  ])

  it('leads with the worst species, never a mean', () => {
    expect(metrics.worstApcer).toMatchObject({ species: 'replay', errors: 10, trials: 50, rate: 0.2 })
    expect(metrics.species.map(({ species, apcer }) => [species, apcer?.rate])).toEqual([
      ['replay', 0.2],
      ['print', 0.03],
    ])
    expect(metrics.worstIapar).toMatchObject({ species: 'replay', errors: 6, trials: 60, rate: 0.1 })
  })

  it('keeps non-responses apart from classification errors', () => {
    expect(metrics.species[0]!.apnrr).toMatchObject({ errors: 10, trials: 60 })
    expect(metrics.bpcer).toMatchObject({ errors: 8, trials: 198 })
    expect(metrics.bpnrr).toMatchObject({ errors: 2, trials: 200 })
  })

  it('bounds what a clean test proves: 0 of 150 shows APCER <= 1.98 % only', () => {
    const clean = measurePad(times(150, { species: 'mask', response: 'attack' }))
    expect(clean.worstApcer).toMatchObject({ rate: 0 })
    expect(clean.worstApcer!.upper95).toBeCloseTo(0.0198, 4)
    expect(clean.worstIapar).toBeUndefined()
    expect(clean.bpcer).toBeUndefined()
    expect(clean.attacksNeeded).toContainEqual({ claim: 0.01, cleanAttacks: 299 })
  })

  it('puts the species with fewer trials first among equally clean ones: it proves less', () => {
    const { worstApcer } = measurePad([
      ...times(200, { species: 'a', response: 'attack' }),
      ...times(20, { species: 'b', response: 'attack' }),
    ])
    expect(worstApcer?.species).toBe('b')
  })

  it('has no APCER where nothing answered', () => {
    const { species, worstApcer } = measurePad(times(5, { species: 'print', response: 'none' }))
    expect(species[0]!.apcer).toBeUndefined()
    expect(species[0]!.apnrr.rate).toBe(1)
    expect(worstApcer).toBeUndefined()
  })

  it('agrees with plain counting for any test', () => {
    const presentation = fc.record(
      {
        species: fc.constantFrom('a', 'b', 'c'),
        response: fc.constantFrom('bona-fide', 'attack', 'none') as fc.Arbitrary<Presentation['response']>,
      },
      { requiredKeys: ['response'] },
    )
    fc.assert(
      fc.property(fc.array(presentation, { minLength: 1, maxLength: 80 }), (presentations) => {
        const result = measurePad(presentations as Presentation[])
        const rates = ['a', 'b', 'c'].flatMap((name) => {
          const answered = presentations.filter((p) => p.species === name && p.response !== 'none')
          return answered.length === 0
            ? []
            : [answered.filter((p) => p.response === 'bona-fide').length / answered.length]
        })
        expect(result.worstApcer?.rate).toBe(rates.length === 0 ? undefined : Math.max(...rates))
      }),
    )
  })

  it('refuses an empty test', () => {
    expect(() => measurePad([])).toThrow('no presentation')
  })
})
