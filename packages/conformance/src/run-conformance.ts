import type { ConformanceCase } from './conformance-case.js'

/** What became of one case. */
export interface ConformanceOutcome {
  readonly name: string
  readonly status: 'kept' | 'broken' | 'skipped'
  /** Why it was skipped, or how the promise was broken. */
  readonly detail?: string
}

/** Runs the cases one after the other without a test runner, for a command line or a report. */
export async function runConformance(
  cases: readonly ConformanceCase[],
): Promise<readonly ConformanceOutcome[]> {
  const outcomes: ConformanceOutcome[] = []
  for (const { name, skipped, run } of cases) {
    if (skipped !== undefined) {
      outcomes.push({ name, status: 'skipped', detail: skipped })
      continue
    }
    try {
      await run()
      outcomes.push({ name, status: 'kept' })
    } catch (error) {
      outcomes.push({
        name,
        status: 'broken',
        detail: error instanceof Error ? error.message : String(error),
      })
    }
  }
  return outcomes
}
