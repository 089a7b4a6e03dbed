import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { brokenInferenceBackends, type ConformanceOutcome } from '@faceward/conformance'
import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createWorkerBackend } from './create-worker-backend.js'
import { startInferenceThread } from './worker/inference-thread.js'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

it('The worker backend keeps every promise of the kit, with two threads, in a process that ends by itself', () => {
  const loader = path('../../../scripts/run-typescript.mjs')
  const script = ['--conditions=@faceward/source', '--import', loader, path('../test/threads-worker.ts')]
  const { stdout, stderr, status } = spawnSync(process.execPath, script, {
    env: { ...process.env, NODE_OPTIONS: '' },
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
  const outcomes = JSON.parse(stdout) as readonly ConformanceOutcome[]
  expect(outcomes.filter((one) => one.status !== 'kept')).toEqual([])
  expect(outcomes.map(({ name }) => name).sort()).toEqual(
    brokenInferenceBackends.map(({ caughtBy }) => caughtBy).sort(),
  )
})

describe('a thread that ends', () => {
  const run = { task: 'dispose', session: 0 } as const

  it('fails what was asked of it, and whatever is asked afterwards', async () => {
    const thread = startInferenceThread(new URL('data:text/javascript,process.exit(3)'), {})
    const failure = { name: 'InferenceError', code: 'backend-failure' }
    await expect(thread.ask(run)).rejects.toMatchObject(failure)
    await expect(thread.ask(run)).rejects.toMatchObject(failure)
    expect(thread.waiting).toBe(0)
  })
})

describe('options', () => {
  it.each([0, 1.5, 65])('refuses %s threads', (threads) => {
    expect(() => createWorkerBackend({ threads })).toThrow(ConfigurationError)
  })

  it('refuses an unknown key and names it', () => {
    expect(() => createWorkerBackend({ workers: 2 } as object)).toThrow(/workers: unknown option/)
  })
})
