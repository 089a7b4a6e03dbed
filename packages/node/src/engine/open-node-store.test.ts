import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openNodeStore } from './open-node-store.js'

const state = { folder: '' }
beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-store-'))
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

it('opens the SQLite file where no database is named', async () => {
  const path = join(state.folder, 'templates.db')
  const { store, where } = await openNodeStore({ path })
  expect([store.id, where]).toEqual(['sqlite', path])
  await store.close()
})

it('goes to PostgreSQL where one is named, makes no file then, and shows no password', async () => {
  const path = join(state.folder, 'templates.db')
  const databaseUrl = 'postgresql://nobody:PASSWORD@localhost/x?host=/nonexistent'
  const refused = await openNodeStore({ path, databaseUrl }).catch((error: unknown) => error)
  expect(refused).toMatchObject({ name: 'StorageError', code: 'unavailable' })
  expect(`${refused} ${(refused as Error).cause}`).not.toContain('PASSWORD')
  await expect(
    openNodeStore({ path, databaseUrl, databaseCaFile: join(state.folder, 'none.pem') }),
  ).rejects.toMatchObject({ name: 'ConfigurationError', message: expect.stringContaining('none.pem') })
  expect(await readdir(state.folder)).toEqual([])
})
