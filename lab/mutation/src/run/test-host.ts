// Holds one vitest over the tests of a package, in a process of its own: a fault that never ends is ended with it.
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createVitest, type TestModule, type TestSpecification } from 'vitest/node'
import type { Answer, Question } from './messages.js'
import { mutantPlugin, type View } from './mutant-plugin.js'

let view: View = { kind: 'recording', files: new Set() }
const vitest = await createVitest(
  'test',
  {
    watch: false,
    bail: 1,
    maxWorkers: 1,
    reporters: [{}],
    setupFiles: [fileURLToPath(new URL('./record-reached.ts', import.meta.url))],
  },
  { plugins: [mutantPlugin(() => view)] },
)
let specifications: TestSpecification[] = []

/** Runs one test file, as though it were the first. */
async function run(specification: TestSpecification): Promise<{ passed: boolean; module?: TestModule }> {
  vitest.state.idMap.clear()
  vitest.state.filesMap.clear()
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification])
  const [module] = testModules
  const passed = unhandledErrors.length === 0 && module?.state() !== 'failed'
  return module === undefined ? { passed: false } : { passed, module }
}

async function answer(question: Question): Promise<Answer> {
  if (question.ask === 'baseline') {
    const sources = question.sources.map((source) => resolve(source))
    view = { kind: 'recording', files: new Set(sources) }
    const folder = `packages/${question.packageName}/`
    const all = await vitest.globTestSpecifications()
    specifications = all.filter(({ moduleId }) => relative(process.cwd(), moduleId).startsWith(folder))
    const testFiles = []
    for (const specification of specifications) {
      const started = performance.now()
      const { passed, module } = await run(specification)
      const { reached = [] } = (module?.meta() ?? {}) as { reached?: string[] }
      const durationMs = performance.now() - started
      testFiles.push({ file: specification.moduleId, durationMs, passed, reached })
    }
    for (const source of sources) vitest.invalidateFile(source)
    return { kind: 'baseline', testFiles }
  }
  const file = resolve(question.mutation.file)
  view = { kind: 'mutant', file, mutation: question.mutation }
  vitest.invalidateFile(file)
  if (specifications.length === 0) specifications = await vitest.globTestSpecifications()
  let caughtBy: string | undefined
  for (const testFile of question.testFiles) {
    const specification = specifications.find(({ moduleId }) => moduleId === testFile)
    if (specification === undefined || (await run(specification)).passed) continue
    caughtBy = testFile
    break
  }
  vitest.invalidateFile(file)
  return { kind: 'mutant', caughtBy }
}

process.on('message', (question: Question) => {
  void answer(question).then((found) => process.send?.(found))
})
process.on('disconnect', () => process.exit(0))
