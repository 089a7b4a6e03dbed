import { expect, it } from 'vitest'
import type { Tried } from './run/run-mutants.js'
import { scoreOf, scoreTable, shareCaught } from './score-table.js'

const tried = (line: number, outcome: Tried['outcome']): Tried => ({
  outcome,
  mutation: {
    file: 'packages/a/src/b.ts',
    operator: 'boundary',
    start: 0,
    end: 1,
    replacement: '<=',
    scope: -1,
    line,
    before: 'a < b',
    after: 'a <= b',
  },
})

it('counts what changes nothing neither as caught nor as missed', () => {
  const all = [tried(1, 'caught'), tried(2, 'stuck'), tried(3, 'survived'), tried(4, 'survived')]
  const score = scoreOf('a', all, ({ mutation }) => mutation.line === 4)
  expect(score).toMatchObject({
    mutants: 4,
    caught: 2,
    stuck: 1,
    equivalent: 1,
    survived: [{ mutation: { line: 3 } }],
  })
  expect(shareCaught(score)).toBeCloseTo(2 / 3)
  const table = scoreTable([score])
  expect(table).toContain('| a | 4 | 2 | 1 | 1 | 1 | 67 % |')
  expect(table).toContain('packages/a/src/b.ts:3 (boundary)')
  expect(table).not.toContain('b.ts:4')
})
