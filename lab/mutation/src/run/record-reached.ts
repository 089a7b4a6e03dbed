// A setup file of the tests: which functions of the sources a test file ran goes to the report with the file.
import { afterAll } from 'vitest'

const shared = globalThis as { facewardReached?: Set<string> }
// Test files may share a process: each has a set of its own.
shared.facewardReached = new Set()

// biome-ignore lint/correctness/noEmptyPattern: vitest wants the fixtures taken apart, and there are none.
afterAll(({}: object, { file }) => {
  Object.assign(file.meta, { reached: [...(shared.facewardReached ?? [])] })
})
