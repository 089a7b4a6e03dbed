import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openSqliteStore } from '@faceward/storage-sqlite'
import { afterEach, expect, it } from 'vitest'
import { bundleForNode } from '../../../tooling/src/bundle-for-node.mjs'
import { killLoop } from '../src/faults/kill-loop.js'
import { contentOf, slotKey } from '../src/faults/kill-slots.js'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'faceward-kill-'))
const path = join(folder, 'store.db')
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bundleWriter = () =>
  bundleForNode({
    entry: `${packageFolder}src/kill-writer.ts`,
    packageFolder,
    external: ['libsql', 'pg'],
  })

// Ten thousand writes, and PostgreSQL's server, are killed by src/evaluate-template-protection.ts.
it('loses no acknowledged write when the writer is killed, and notices one that is lost', async () => {
  const verify = async () => {
    const store = await openSqliteStore({ path })
    await store.verify()
    await store.close()
  }
  const options = {
    kind: 'sqlite',
    location: path,
    writer: await bundleWriter(),
    writesPerKill: 60,
    lanes: 1,
    verify,
  } as const
  const report = await killLoop({ ...options, acknowledged: 300 })
  expect(report).toMatchObject({ lost: 0, corrupt: 0 })
  expect(report.kills).toBeGreaterThan(2)

  // The same check must see a lost and a torn record.
  const spoil = async () => {
    const store = await openSqliteStore({ path })
    await store.delete(slotKey(0))
    const torn = contentOf(1, 99)
    torn[2000]! ^= 1
    await store.put(slotKey(1), torn)
    await store.close()
  }
  const spoiled = await killLoop({ ...options, acknowledged: 1, verify: spoil })
  expect(spoiled.lost).toBe(1)
  expect(spoiled.corrupt).toBe(1)
})
