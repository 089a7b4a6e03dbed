import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiKey } from '@faceward/adapters'
import { systemRandom } from '@faceward/node'
import { afterAll, describe, expect, it } from 'vitest'
import { startProcess } from './server-process.js'

const folder = mkdtempSync(join(tmpdir(), 'faceward-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a server in production with secrets in files', () => {
  it('revokes a key whose line is taken out, on SIGHUP, and raises an alarm over a file it cannot use', async () => {
    const bank = await createApiKey({ id: 'bank', scopes: ['admin'], random: systemRandom })
    const kiosk = await createApiKey({ id: 'kiosk', scopes: ['admin'], random: systemRandom })
    const path = join(folder, 'api-keys')
    const lineOf = ({ record: { id, sha256 } }: typeof bank) => `${id}:${sha256}:admin\n`
    const write = (text: string) => {
      writeFileSync(`${path}.new`, text)
      renameSync(`${path}.new`, path)
    }
    write(lineOf(bank) + lineOf(kiosk))
    const key = join(folder, 'template-key')
    writeFileSync(key, `${Buffer.from(systemRandom.bytes(32)).toString('hex')}\n`)
    const server = await startProcess({
      NODE_ENV: 'production',
      API_KEYS_FILE: path,
      BIOMETRIC_TEMPLATE_KEY_FILE: key,
    })
    try {
      const ask = async ({ secret }: typeof bank) => {
        const headers = { authorization: `Bearer ${secret}` }
        return (await fetch(`${server.url}/users/ada`, { headers })).status
      }
      const reread = async (text: string) => {
        const before = server.log.filter(({ event }) => event === 'api-keys').length
        write(text)
        server.process.kill('SIGHUP')
        await expect
          .poll(() => server.log.filter(({ event }) => event === 'api-keys').length)
          .toBeGreaterThan(before)
      }
      expect([await ask(bank), await ask(kiosk)]).toEqual([404, 404])
      await reread(lineOf(kiosk))
      expect([await ask(bank), await ask(kiosk)]).toEqual([401, 404])
      await reread('kiosk:zz:admin\n')
      expect([await ask(bank), await ask(kiosk)]).toEqual([401, 404])
      expect(server.log.find(({ kind }) => kind === 'key-file-unusable')).toMatchObject({ event: 'alarm' })
      await reread('')
      expect([await ask(bank), await ask(kiosk)]).toEqual([401, 401])
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
    } finally {
      expect(await server.stop()).toBe(0)
    }
  })
})
