import type { ConformanceCase } from './conformance-case.js'

/** What this kit needs of a test runner; the globals of vitest, node:test, jest and mocha all have it. */
export interface TestRunner {
  readonly describe: (title: string, body: () => void) => unknown
  readonly it: (title: string, body: () => Promise<void>) => unknown
}

/**
 * Registers the cases as tests of the given runner. Cases that do not apply are no tests, neither passed nor skipped:
 * the title of the group says which capabilities the plugin does not declare.
 */
export function describeConformance(
  runner: TestRunner,
  title: string,
  cases: readonly ConformanceCase[],
): void {
  const reasons = [...new Set(cases.flatMap(({ skipped }) => skipped ?? []))]
  runner.describe(reasons.length === 0 ? title : `${title} (${reasons.join('; ')})`, () => {
    for (const { name, skipped, run } of cases) if (skipped === undefined) runner.it(name, run)
  })
}
