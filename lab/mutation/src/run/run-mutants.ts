import { resolve } from 'node:path'
import { sourcesOf } from '../mutations/draw-mutations.js'
import type { Mutation } from '../mutations/mutation.js'
import { type HostProcess, openHostProcess } from './host-process.js'
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
  const testFiles = await baselineOf(packageName)
  const host = await hostFor(testFiles)
  try {
    const tried: Tried[] = []
    for (const [index, mutation] of mutations.entries()) {
      const wanted = testsFor(mutation, testFiles)
      const limitMs = patienceMs + 6 * wanted.reduce((sum, { durationMs }) => sum + durationMs, 0)
      const question = { ask: 'mutant', mutation, testFiles: wanted.map(({ file }) => file) } as const
      const answer = wanted.length === 0 ? 'survived' : await host.ask(question, limitMs)
      const outcome =
        answer === undefined ? 'stuck' : answer === 'survived' || isPassed(answer) ? 'survived' : 'caught'
      tried.push({ mutation, outcome })
      say(`${packageName} ${index + 1}/${mutations.length} ${outcome}: ${mutation.file}:${mutation.line}`)
    }
    return tried
  } finally {
    host.close()
  }
}

async function baselineOf(packageName: string): Promise<readonly TestFile[]> {
  const host = openHostProcess('isolated')
  try {
    const sources = sourcesOf(packageName)
    const baseline = await host.ask({ ask: 'baseline', packageName, sources }, baselineLimitMs)
    if (baseline?.kind !== 'baseline') throw new Error(`the tests of ${packageName} do not end`)
    const failing = baseline.testFiles.filter(({ passed }) => !passed).map(({ file }) => file)
    if (failing.length > 0) throw new Error(`tests fail without a fault: ${failing.join(', ')}`)
    return baseline.testFiles
  } finally {
    host.close()
  }
}

/** One process for all test files is quicker; where they do not get on in it, each has its own. */
async function hostFor(testFiles: readonly TestFile[]): Promise<HostProcess> {
  const shared = openHostProcess('shared')
  const all = { ask: 'mutant', testFiles: testFiles.map(({ file }) => file) } as const
  if (isPassed(await shared.ask(all, baselineLimitMs))) return shared
  shared.close()
  return openHostProcess('isolated')
}

const isPassed = (answer: Awaited<ReturnType<HostProcess['ask']>>) =>
  answer?.kind === 'mutant' && answer.passed

function testsFor({ file, scope }: Mutation, testFiles: readonly TestFile[]): TestFile[] {
  const key = reachedKey(resolve(file), scope)
  const module = reachedKey(resolve(file), -1)
  const reaching = testFiles.filter(({ reached }) => reached.includes(key))
  // What no test file ran itself may still be run by a worker or a child of one that loads the module.
  const wanted = reaching.length > 0 ? reaching : testFiles.filter(({ reached }) => reached.includes(module))
  return [...wanted].sort((one, other) => one.durationMs - other.durationMs)
}
