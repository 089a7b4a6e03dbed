import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { measures } from '../test/measures.js'

// Weights, limits and calibrations of this package were fitted on these very measures: one that comes out otherwise,
// for a sign, a factor or another neighbour, makes them mean nothing. Who changes a measure on purpose fits anew and
// then writes the goldens anew, by the command that is named in them.
const golden = JSON.parse(readFileSync(new URL('../test/measures.golden.json', import.meta.url), 'utf8'))
const found = (await measures()) as Record<string, Record<string, unknown>>

/** Numbers as near as engines' sines and roots are; everything else as it is. */
function near(value: unknown): unknown {
  if (typeof value === 'number') return expect.toSatisfy(isNear(value), `near ${value}`)
  if (Array.isArray(value)) return value.map(near)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, near(one)]))
}
const isNear = (value: number) => (other: number) =>
  Math.abs(other - value) <= 1e-6 * Math.max(1e-3, Math.abs(value))

it.each(Object.keys(golden.measures))('measures %s as when the weights were fitted', (name) => {
  // Through JSON, as the goldens went: members that are absent and undefined are alike.
  expect(JSON.parse(JSON.stringify(found[name]))).toEqual(near(golden.measures[name]))
})
