import fc from 'fast-check'
import { expect, it } from 'vitest'

it('a property test runs with the one seed, and a failure says which', () => {
  const { seed } = fc.readConfigureGlobal()
  const drawn = () => fc.sample(fc.nat(), { numRuns: 5, ...fc.readConfigureGlobal() })
  expect(drawn()).toEqual(drawn())
  expect(() => fc.assert(fc.property(fc.nat(), () => false))).toThrow(`seed: ${seed}`)
  const { FACEWARD_SEED: wanted = '20240114' } = process.env
  if (wanted !== 'random') expect(seed).toBe(Number(wanted))
})
