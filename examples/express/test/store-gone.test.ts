import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { startProcess } from './server-process.js'

const home = mkdtempSync(join(tmpdir(), 'faceward-gone-'))
const file = join(home, 'templates.db')
afterAll(() => rmSync(home, { recursive: true, force: true }))

// Windows lets nobody rename a file that is open.
it.skipIf(process.platform === 'win32')(
  'is not ready, and acknowledges nothing, while its SQLite file is not where it was',
  async () => {
    const server = await startProcess({ FACEWARD_HOME: home })
    const ready = async () => {
      const response = await fetch(`${server.url}/readyz`)
      const { parts } = (await response.json()) as { parts: { store: { status: string; detail?: string } } }
      return [response.status, parts.store] as const
    }
    const ask = () =>
      fetch(`${server.url}/challenges`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"user_id":"ada"}',
      })
    try {
      expect(await ready()).toEqual([200, { status: 'ok' }])
      expect((await ask()).status).toBe(201)
      renameSync(file, `${file}.aside`)
      expect((await ask()).status).toBe(503)
      const gone = { status: 'failing', detail: expect.stringContaining('removed or replaced') }
      expect(await ready()).toEqual([503, gone])
      renameSync(`${file}.aside`, file)
      expect((await ask()).status).toBe(201)
      expect(await ready()).toEqual([200, { status: 'ok' }])
    } finally {
      await server.stop()
    }
    expect(server.log).toContainEqual(
      expect.objectContaining({ event: 'failure', name: 'StorageError', code: 'unavailable' }),
    )
  },
)
