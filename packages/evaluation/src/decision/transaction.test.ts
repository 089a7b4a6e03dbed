import { describe, expect, it } from 'vitest'
import { parseTransactions } from './transaction.js'

const line = (transaction: object) => JSON.stringify(transaction)
const attempt = { terms: { rgb: 0.9, liveness: 0.8 }, assurance: 'sequence' }

describe('parseTransactions', () => {
  it('reads one transaction a line', () => {
    const text = [
      line({ kind: 'mated', subject: 'a', attempts: [attempt, attempt] }),
      '',
      line({ kind: 'attack', subject: 'a', species: 'print', attempts: [attempt] }),
    ].join('\n')
    expect(parseTransactions(text).map(({ kind, attempts }) => [kind, attempts.length])).toEqual([
      ['mated', 2],
      ['attack', 1],
    ])
  })

  it.each([
    ['no JSON', 'secret'],
    ['an attack without species', line({ kind: 'attack', subject: 'secret', attempts: [attempt] })],
    [
      'a species on a mated one',
      line({ kind: 'mated', subject: 'secret', species: 'x', attempts: [attempt] }),
    ],
    ['no attempt', line({ kind: 'mated', subject: 'secret', attempts: [] })],
    [
      'a score out of range',
      line({ kind: 'mated', subject: 'secret', attempts: [{ ...attempt, terms: { rgb: 2 } }] }),
    ],
    ['no similarity', line({ kind: 'mated', subject: 'secret', attempts: [{ ...attempt, terms: {} }] })],
    ['an unknown key', line({ kind: 'mated', subject: 'secret', attempts: [attempt], note: 1 })],
  ])('refuses %s by line, without quoting it', (_, bad) => {
    const good = line({ kind: 'mated', subject: 'a', attempts: [attempt] })
    expect(() => parseTransactions(`${good}\n${bad}`)).toThrow('Line 2 is no transaction')
    expect(() => parseTransactions(`${good}\n${bad}`)).not.toThrow('secret')
  })

  it('refuses an empty file', () => {
    expect(() => parseTransactions('\n')).toThrow('no transaction')
  })
})
