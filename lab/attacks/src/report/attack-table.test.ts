import { describe, expect, it } from 'vitest'
import { isAsItShouldBe, type Row, verdictOf } from './attack-table.js'
import { holesPage } from './holes-page.js'

const row = (more: Partial<Row> & { succeeded?: number; tries?: number }): Row => ({
  group: 'A group',
  name: 'an attack | with a bar',
  server: 'npm start',
  control: false,
  outcome: { tries: more.tries ?? 3, succeeded: more.succeeded ?? 0, answers: { reject: 3 } },
  ...more,
})

describe('the verdict', () => {
  it('is right when nobody got in, and not when nothing was tried', () => {
    expect(isAsItShouldBe(row({}))).toBe(true)
    expect(isAsItShouldBe(row({ succeeded: 1 }))).toBe(false)
    expect(isAsItShouldBe(row({ tries: 0 }))).toBe(false)
    expect(verdictOf(row({ succeeded: 1 }))).toBe('**in**, 1 of 3. reject (3)')
  })

  it('is wrong when an honest person is not served, so that refusing everybody does not pass', () => {
    expect(isAsItShouldBe(row({ control: true }))).toBe(false)
    expect(isAsItShouldBe(row({ control: true, succeeded: 1 }))).toBe(true)
  })
})

describe('the page', () => {
  it('keeps the column it does not write', () => {
    const common = { command: 'run', remarks: [], attacks: [row({}), row({ name: 'another' })] }
    const before = holesPage({ ...common, rows: [row({ succeeded: 3 })], earlier: '', column: 'before' })
    expect(before).toContain('| an attack \\| with a bar | npm start | **in**, 3 of 3. reject (3) |  |')
    const now = holesPage({ ...common, rows: [row({})], earlier: before, column: 'now' })
    expect(now).toContain('| **in**, 3 of 3. reject (3) | refused, 3 tries. reject (3) |')
    const again = holesPage({ ...common, rows: [row({ succeeded: 1 })], earlier: now, column: 'now' })
    // What a later run leaves out stays as it was; what is no attack any more goes.
    const other = holesPage({ ...common, rows: [row({ name: 'another' })], earlier: again, column: 'now' })
    expect(other).toContain('| **in**, 3 of 3. reject (3) | **in**, 1 of 3. reject (3) |')
    expect(other).toContain('Now 1 of 2 rows')
    expect(holesPage({ ...common, attacks: [], rows: [], earlier: other, column: 'now' })).toContain(
      'Now 0 of 0',
    )
    expect(again).toContain('| **in**, 3 of 3. reject (3) | **in**, 1 of 3. reject (3) |')
  })
})
