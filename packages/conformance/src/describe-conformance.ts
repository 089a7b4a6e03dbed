import type { ConformanceCase } from './conformance-case.js'

/** What this kit needs of a test runner; the globals of vitest, node:test, jest and mocha all have it. */
export interface TestRunner {
  readonly describe: (title: string, body: () => void) => unknown
  readonly it: ((title: string, body: () => Promise<void>) => unknown) & {
    readonly skip: (title: string, body: () => Promise<void>) => unknown
  }
}

/** Registers the cases as tests of the given runner; a case that does not apply is shown as skipped, with the reason. */
export function describeConformance(
  runner: TestRunner,
  title: string,
  cases: readonly ConformanceCase[],
): void {
  runner.describe(title, () => {
    for (const { name, skipped, run } of cases) {
      if (skipped === undefined) runner.it(name, run)
      else runner.it.skip(`${name} (${skipped})`, run)
    }
  })
}
