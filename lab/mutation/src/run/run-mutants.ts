import { basename, dirname, resolve } from 'node:path'
import { sourcesOf } from '../mutations/draw-mutations.js'
import type { Mutation } from '../mutations/mutation.js'
import { openHostProcess } from './host-process.js'
import type { Answer, TestFile } from './messages.js'
import { reachedKey } from './mutant-plugin.js'

export type Outcome = 'caught' | 'stuck' | 'survived'

export interface Tried {
  readonly mutation: Mutation
  /** `stuck`: the tests did not end in time, which counts as caught. */
  readonly outcome: Outcome
}

const baselineLimitMs = 900_000
/** A test file may take so much longer with a fault before it counts as stuck. */
const limitFor = (testFiles: readonly TestFile[]) =>
  20_000 + 5 * Math.max(0, ...testFiles.map(({ durationMs }) => durationMs))

/** Runs a package's tests against each mutation: those that reach its function, likeliest first, to the first failure. */
export async function runMutants(
  packageName: string,
  mutations: readonly Mutation[],
  say: (text: string) => void,
): Promise<Tried[]> {
  const { host, testFiles } = await openPackage(packageName)
  try {
    const tried: Tried[] = []
    for (const [index, mutation] of mutations.entries()) {
      const wanted = testsFor(mutation, testFiles)
      const question = { ask: 'mutant', mutation, testFiles: wanted.map(({ file }) => file) } as const
      const answer = wanted.length === 0 ? 'survived' : await host.ask(question, limitFor(wanted))
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

/** One process for all test files is quicker; where they do not get on in it, each has its own. */
async function openPackage(packageName: string) {
  const question = { ask: 'baseline', packageName, sources: sourcesOf(packageName) } as const
  for (const mode of ['shared', 'isolated'] as const) {
    const host = openHostProcess(mode)
    const baseline = await host.ask(question, baselineLimitMs)
    const failing = baseline?.kind === 'baseline' ? baseline.testFiles.filter(({ passed }) => !passed) : []
    if (baseline?.kind === 'baseline' && failing.length === 0) return { host, testFiles: baseline.testFiles }
    host.close()
    if (mode === 'isolated') throw new Error(`tests fail without a fault, ${failing[0]?.file} the first`)
  }
  throw new Error('unreachable')
}

const isPassed = (answer: Answer | undefined) => answer?.kind === 'mutant' && answer.passed

/** The test beside the source first, then those of its folder, then the quickest. */
function testsFor({ file, scope }: Mutation, testFiles: readonly TestFile[]): TestFile[] {
  const path = resolve(file)
  const reaching = testFiles.filter(({ reached }) => reached.includes(reachedKey(path, scope)))
  // What a module says outside of functions may show anywhere; what no test file ran itself, a child of one may run.
  const wanted = scope === -1 || reaching.length === 0 ? testFiles : reaching
  const distance = (one: TestFile) => {
    if (basename(one.file) === basename(path).replace(/\.ts$/, '.test.ts')) return 0
    return dirname(one.file) === dirname(path) ? 1 : 2
  }
  return [...wanted].sort(
    (one, other) => distance(one) - distance(other) || one.durationMs - other.durationMs,
  )
}
