import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'

/** What the reporter writes at the end of a run of one file with these tests. */
function summaryOf(
  tests: readonly { readonly name: string; readonly state: string; readonly seconds: number }[],
) {
  const script = `
    import SummaryReporter from './tooling/src/vitest-summary.mjs'
    const tests = ${JSON.stringify(tests)}.map(({ name, state, seconds }) => ({
      fullName: name,
      result: () => ({ state }),
      diagnostic: () => ({ duration: 1000 * seconds }),
    }))
    const file = { relativeModuleId: 'a.test.ts', state: () => 'passed', children: { allTests: () => tests } }
    new SummaryReporter().onTestRunEnd([file], [])`
  return spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }).stdout
}

it('names the tests over 20 s, the slowest first, and ends with the counts', () => {
  const summary = summaryOf([
    { name: 'slow', state: 'passed', seconds: 21 },
    { name: 'slower', state: 'failed', seconds: 50 },
    { name: 'quick', state: 'passed', seconds: 20 },
    { name: 'left out', state: 'skipped', seconds: 0 },
  ])
  expect(summary.split('\n')).toEqual([
    'skipped tests in a.test.ts',
    'over 20 s: 50 s, a.test.ts: slower',
    'over 20 s: 21 s, a.test.ts: slow',
    '',
    '2 passed, 1 failed, 1 skipped',
    '',
  ])
})
