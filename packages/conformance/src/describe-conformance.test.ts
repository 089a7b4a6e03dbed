import { describe, expect, it } from 'vitest'
import type { ConformanceCase } from './conformance-case.js'
import { describeConformance } from './describe-conformance.js'
import { ConformanceFailure } from './expectation.js'
import { runConformance } from './run-conformance.js'

const cases: readonly ConformanceCase[] = [
  { name: 'keeps its word', run: async () => {} },
  {
    name: 'breaks its word',
    run: async () => {
      throw new ConformanceFailure('it did not')
    },
  },
  { name: 'is not asked', skipped: 'not declared: durable', run: async () => {} },
]

describe('describeConformance', () => {
  it('registers each case that applies, and says in the title what is not declared', async () => {
    const titles: string[] = []
    const tests: { title: string; body: () => Promise<void> }[] = []
    const runner = {
      describe: (title: string, body: () => void) => {
        titles.push(title)
        body()
      },
      it: (title: string, body: () => Promise<void>) => tests.push({ title, body }),
    }
    describeConformance(runner, 'a plugin', cases)

    expect(titles).toEqual(['a plugin (not declared: durable)'])
    expect(tests.map((test) => test.title)).toEqual(['keeps its word', 'breaks its word'])
    await expect(tests[0]?.body()).resolves.toBeUndefined()
    await expect(tests[1]?.body()).rejects.toThrow('it did not')
  })
})

describe('runConformance', () => {
  it('goes on after a broken promise and reports each', async () => {
    expect(await runConformance(cases)).toEqual([
      { name: 'keeps its word', status: 'kept' },
      { name: 'breaks its word', status: 'broken', detail: 'it did not' },
      { name: 'is not asked', status: 'skipped', detail: 'not declared: durable' },
    ])
  })
})
