import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore, type SqliteStore } from '../src/index.js'
import { runWorker } from './sqlite-harness.js'

const key = { collection: 'templates', tenantId: 't', subject: 's', id: 'i' } as const
const record = new Uint8Array(3000)
const isRoot = process.platform === 'linux' && process.getuid?.() === 0

const disks: string[] = []
afterEach(() => {
  for (const disk of disks.splice(0)) {
    // Lazily: libsql lets go of a closed file only when its statements are collected.
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true, force: true })
  }
})

/** A disk of 1 MB in memory; undefined where nobody may mount one. */
function mountDisk(): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'faceward-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' })
    disks.push(disk)
    return disk
  } catch {
    rmSync(disk, { recursive: true, force: true })
    return undefined
  }
}

const canMount = isRoot && mountDisk() !== undefined
const open = (disk: string) => openSqliteStore({ path: join(disk, 'store.db') })

describe.skipIf(!canMount)(
  `a disk of 1 MB${canMount ? '' : ' (not run: needs root and the right to mount)'}`,
  () => {
    it('says that it is full, keeps what was acknowledged, and is well again once there is room', async () => {
      const place = mountDisk()!
      const store = await open(place)
      const acknowledged: string[] = []
      const ballast = join(place, 'ballast')
      writeFileSync(ballast, new Uint8Array(500_000))
      const failure = await (async () => {
        for (let index = 0; index < 1000; index++) {
          const id = String(index).padStart(4, '0')
          const refused = await store.put({ ...key, id }, record).catch((error: unknown) => error)
          if (refused instanceof Error) return refused
          acknowledged.push(id)
        }
        return undefined
      })()
      expect(failure).toMatchObject({ name: 'StorageError', code: 'full' })
      expect(await store.health()).toEqual({ status: 'failing', detail: expect.stringContaining('no room') })
      expect((await store.get({ ...key, id: acknowledged.at(-1)! }))?.bytes).toEqual(record)

      rmSync(ballast)
      expect(await store.health()).toEqual({ status: 'ok' })
      expect(await store.put({ ...key, id: 'more' }, record)).toEqual({ revision: 1 })
      const { records } = await store.list({ collection: 'templates', tenantId: 't', limit: 1000 })
      expect(records.map((one) => one.key.id)).toEqual([...acknowledged, 'more'])
      await store.verify()
      await store.close()
    })

    it('says that it is full before anybody wrote, too', async () => {
      const place = mountDisk()!
      const store = await open(place)
      const ballast = join(place, 'ballast')
      try {
        writeFileSync(ballast, new Uint8Array(2_000_000))
      } catch {
        // As much as there was room for.
      }
      expect(await store.health()).toMatchObject({ status: 'failing' })
      rmSync(ballast)
      expect(await store.health()).toEqual({ status: 'ok' })
      await store.close()
    })

    it('says that it is read-only', async () => {
      const place = mountDisk()!
      // Written by a process that has ended: nothing may be open when a disk becomes read-only.
      await runWorker(join(place, 'store.db'), { worker: 'one', writes: 1, races: 0 })
      execFileSync('mount', ['-o', 'remount,ro', place])
      const opened = await open(place).catch((error: unknown) => error)
      const denied = { name: 'StorageError', code: 'permission-denied' }
      if (opened instanceof Error) return expect(opened).toMatchObject(denied)
      const store = opened as SqliteStore
      await expect(store.put(key, record)).rejects.toMatchObject(denied)
      expect(await store.health()).toMatchObject({ status: 'failing' })
      await store.close()
    })
  },
)
