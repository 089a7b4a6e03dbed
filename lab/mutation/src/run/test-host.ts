// Holds one vitest over the tests of a package, in a process of its own: a fault that never ends is ended with it.
// `isolated` as its argument: each test file in a process of its own.
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BaseSequencer, createVitest, type TestModule, type TestSpecification } from 'vitest/node'
import type { Answer, Progress, Question, TestFile } from './messages.js'
import { mutantPlugin, type View } from './mutant-plugin.js'

const say = (message: Answer | Progress) => process.send?.(message)

class AsGiven extends BaseSequencer {
  override async sort(specifications: TestSpecification[]) {
    return specifications
  }
}

// Beside those of vitest.config.ts.
const setupFiles = [fileURLToPath(new URL('./record-reached.ts', import.meta.url))]
let view: View = { kind: 'plain' }
const vitest = await createVitest(
  'test',
  {
    watch: false,
    bail: 1,
    maxWorkers: 1,
    isolate: process.argv[2] === 'isolated',
    reporters: [{ onTestModuleEnd: () => void say({ kind: 'progress' }) }],
    sequence: { sequencer: AsGiven },
  },
  {
    plugins: [
      mutantPlugin(() => view),
      { name: 'faceward-reached', config: () => ({ test: { setupFiles } }) },
    ],
  },
)
const specifications = await vitest.globTestSpecifications()

/** Runs test files one after the other to the first failure, as though they were the first. */
async function run(wanted: TestSpecification[]): Promise<{ passed: boolean; modules: TestModule[] }> {
  vitest.state.idMap.clear()
  vitest.state.filesMap.clear()
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted)
  const passed = unhandledErrors.length === 0 && testModules.every((module) => module.state() !== 'failed')
  return { passed: passed && testModules.length === wanted.length, modules: testModules }
}

async function baseline({ packageName, sources }: Question & { ask: 'baseline' }): Promise<Answer> {
  view = { kind: 'recording', files: new Set(sources.map((source) => resolve(source))) }
  const folder = `packages/${packageName}/`
  const wanted = specifications.filter(({ moduleId }) => relative(process.cwd(), moduleId).startsWith(folder))
  const { passed, modules } = await run(wanted)
  const testFiles = modules.map((module): TestFile => {
    const { reached = [] } = module.meta() as { reached?: string[] }
    const { duration, collectDuration, setupDuration } = module.diagnostic()
    const durationMs = duration + collectDuration + setupDuration
    return { file: module.moduleId, durationMs, passed: passed || module.state() === 'passed', reached }
  })
  for (const source of sources) vitest.invalidateFile(resolve(source))
  return { kind: 'baseline', testFiles }
}

async function attempt({ mutation, testFiles }: Question & { ask: 'mutant' }): Promise<Answer> {
  const file = mutation && resolve(mutation.file)
  view = file === undefined ? { kind: 'plain' } : { kind: 'mutant', file, mutation: mutation! }
  if (file !== undefined) vitest.invalidateFile(file)
  const wanted = testFiles.map(
    (wantedFile) => specifications.find(({ moduleId }) => moduleId === wantedFile)!,
  )
  const { passed } = await run(wanted)
  if (file !== undefined) vitest.invalidateFile(file)
  return { kind: 'mutant', passed }
}

process.on('message', (question: Question) => {
  const answer = question.ask === 'baseline' ? baseline(question) : attempt(question)
  void answer.then(say)
})
process.on('disconnect', () => process.exit(0))
