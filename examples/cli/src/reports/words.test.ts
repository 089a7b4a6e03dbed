import { expect, it } from 'vitest'
import { oneIn, percent, score } from './words.js'

it('never shows a score as more than it is', () => {
  const shown = [0.8499, 0.85, 0.29, 0.999999, 1, 0, undefined].map(score)
  expect(shown).toEqual(['0.84', '0.85', '0.29', '0.99', '1.00', '0.00', '-'])
})

it('says rates so that people can picture them', () => {
  expect([oneIn(0), oneIn(1 / 12_000)]).toEqual(['none seen', '1 in 12,000'])
  expect([percent(0), percent(0.0963), percent(0.0001)]).toEqual(['none', '9.6 %', '0.01 %'])
})
