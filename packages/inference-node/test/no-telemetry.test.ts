import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { bundleForNode } from '../../../tooling/src/bundle-for-node.mjs'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))

// onnxruntime 1.29 and newer, on Linux: a database of what was run below ~/.cache/Microsoft, to be sent away.
it('loads and runs models without leaving or sending a record of it', async () => {
  const worker = await bundleForNode({
    entry: `${packageFolder}test/conformance-worker.ts`,
    packageFolder,
    external: ['onnxruntime-node'],
  })
  const home = mkdtempSync(join(tmpdir(), 'faceward-home-'))
  // It is quiet in CI by itself; a user's machine has no such variable.
  const { CI: _, ORT_DISABLE_TELEMETRY: __, ...environment } = process.env
  const { stdout, status } = spawnSync(process.execPath, [worker], {
    env: { ...environment, HOME: home, XDG_CACHE_HOME: join(home, '.cache'), TMPDIR: home },
    encoding: 'utf8',
  })
  const left = readdirSync(home, { recursive: true })
  rmSync(home, { recursive: true, force: true })
  expect(status).toBe(0)
  expect(Number(stdout)).toBeGreaterThan(20)
  expect(left).toEqual([])
})
