import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { bundleForNode } from '../../../tooling/src/bundle-for-node.mjs'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const bundle = (name: string) =>
  bundleForNode({ entry: `${packageFolder}test/${name}.ts`, packageFolder, external: ['onnxruntime-node'] })

/** Runs a script with a home folder of its own; what it printed, and what is in the folder afterwards. */
function runAtHome(executable: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'faceward-home-'))
  // It is quiet in CI by itself; a user's machine has no such variable.
  const { CI: _, ORT_DISABLE_TELEMETRY: __, ...environment } = process.env
  const { stdout, stderr, status } = spawnSync(executable, args, {
    env: { ...environment, HOME: home, XDG_CACHE_HOME: join(home, '.cache'), TMPDIR: home, ...more },
    encoding: 'utf8',
  })
  const left = readdirSync(home, { recursive: true })
  rmSync(home, { recursive: true, force: true })
  return { stdout, stderr, status, left }
}

// onnxruntime 1.29 and newer, on Linux: a database of what was run below ~/.cache/Microsoft, to be sent away.
it('loads and runs models without leaving or sending a record of it', async () => {
  const { stdout, stderr, status, left } = runAtHome(process.execPath, [await bundle('conformance-worker')])
  expect([status, stderr]).toEqual([0, ''])
  expect(Number(stdout)).toBeGreaterThan(20)
  expect(left).toEqual([])
})

it('leaves none in a thread either, whose environment the library does not see', async () => {
  const script = await bundle('conformance-worker')
  const { stdout, stderr, status, left } = runAtHome(process.execPath, [
    await bundle('in-a-thread-worker'),
    script,
  ])
  expect([status, stderr]).toEqual([0, ''])
  expect(Number(stdout)).toBeGreaterThan(20)
  expect(left).toEqual([])
})

const bun = process.env['FACEWARD_TEST_BUN'] ?? 'bun'
const hasBun = spawnSync(bun, ['--version']).status === 0
describe.skipIf(!hasBun)(
  `under Bun${hasBun ? '' : ' (not run: bun is not on the path, FACEWARD_TEST_BUN is not set)'}`,
  () => {
    it('leaves none either, whose environment the library does not see, in a thread or not', async () => {
      const script = await bundle('conformance-worker')
      for (const args of [[script], [await bundle('in-a-thread-worker'), script]]) {
        // Bun's own cache of what it compiled is not what is looked for.
        const { stdout, stderr, status, left } = runAtHome(bun, args, {
          BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0',
        })
        expect([status, stderr]).toEqual([0, ''])
        expect(Number(stdout)).toBeGreaterThan(20)
        expect(left).toEqual([])
      }
    })
  },
)
