import { resolve } from 'node:path'
import { sourcesOf } from '../mutations/draw-mutations.js'
import type { Mutation } from '../mutations/mutation.js'
import { openHostProcess } from './host-process.js'
import type { TestFile } from './messages.js'
import { reachedKey } from './mutant-plugin.js'

export type Outcome = 'caught' | 'stuck' | 'survived'

export interface Tried {
  readonly mutation: Mutation
  /** `stuck`: the tests did not end in time, which counts as caught. */
  readonly outcome: Outcome
}

const baselineLimitMs = 900_000
const patienceMs = 30_000

/** Runs a package's tests against each mutation: those that reach its function, quickest first, to the first failure. */
export async function runMutants(
  packageName: string,
  mutations: readonly Mutation[],
  say: (text: string) => void,
): Promise<Tried[]> {
  const host = openHostProcess()
  try {
    const sources = sourcesOf(packageName)
    const baseline = await host.ask({ ask: 'baseline', packageName, sources }, baselineLimitMs)
    if (baseline?.kind !== 'baseline') throw new Error(`the tests of ${packageName} do not end`)
    const failing = baseline.testFiles.filter(({ passed }) => !passed).map(({ file }) => file)
    if (failing.length > 0) throw new Error(`tests fail without a fault: ${failing.join(', ')}`)
    const tried: Tried[] = []
    for (const [index, mutation] of mutations.entries()) {
      const testFiles = testsFor(mutation, baseline.testFiles)
      const limitMs = patienceMs + 6 * testFiles.reduce((sum, { durationMs }) => sum + durationMs, 0)
      const answer = await host.ask(
        { ask: 'mutant', mutation, testFiles: testFiles.map(({ file }) => file) },
        limitMs,
      )
      const caught = answer?.kind === 'mutant' && answer.caughtBy !== undefined
      const outcome = answer === undefined ? 'stuck' : caught ? 'caught' : 'survived'
      tried.push({ mutation, outcome })
      say(`${packageName} ${index + 1}/${mutations.length} ${outcome}: ${mutation.file}:${mutation.line}`)
    }
    return tried
  } finally {
    host.close()
  }
}

function testsFor({ file, scope }: Mutation, testFiles: readonly TestFile[]): TestFile[] {
  const key = reachedKey(resolve(file), scope)
  const module = reachedKey(resolve(file), -1)
  const reaching = testFiles.filter(({ reached }) => reached.includes(key))
  // What no test file ran itself may still be run by a worker or a child of one that loads the module.
  const wanted = reaching.length > 0 ? reaching : testFiles.filter(({ reached }) => reached.includes(module))
  return [...wanted].sort((one, other) => one.durationMs - other.durationMs)
}
