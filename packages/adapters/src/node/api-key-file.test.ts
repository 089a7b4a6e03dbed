import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { harness } from '../../test/api-harness.js'
import { type ApiKeyRecord, createApiKey } from '../keys/api-key.js'
import { type ApiKeyFileChange, openApiKeyFile } from './api-key-file.js'

const folder = mkdtempSync(join(tmpdir(), 'faceward-keys-'))
const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }
const NEVER_MS = 2 ** 30
const count = { files: 0 }
afterAll(() => rmSync(folder, { recursive: true }))

const line = ({ id, sha256 }: ApiKeyRecord) => `${id}:${sha256}:verify+admin`

/** Two keys, and a file that holds the first. */
async function watched() {
  const [bank, kiosk] = await Promise.all(
    ['bank', 'kiosk'].map((id) => createApiKey({ id, scopes: ['verify'], random })),
  )
  if (!bank || !kiosk) throw new Error('two keys were expected')
  const path = join(folder, `keys-${count.files++}`)
  const write = (...lines: string[]) => writeFileSync(path, lines.join('\n'))
  write(line(bank.record))
  const changes: ApiKeyFileChange[] = []
  /** What happens to the file between two reads. */
  const meanwhile: (() => void)[] = []
  const file = await openApiKeyFile({
    path,
    everyMs: NEVER_MS,
    pause: async () => meanwhile.shift()?.(),
    onChange: (change) => changes.push(change),
  })
  const { send } = harness({ keys: file })
  const asks = async (secret: string) =>
    (await send('GET', '/users/ada', undefined, { authorization: `Bearer ${secret}` })).status
  return { bank, kiosk, path, write, file, changes, meanwhile, send, asks }
}

describe('a file of API keys', () => {
  it('revokes the key whose line is taken out and knows the one put in, without a restart', async () => {
    const { bank, kiosk, write, file, changes, asks } = await watched()
    expect([await asks(bank.secret), await asks(kiosk.secret)]).toEqual([404, 401])
    write('# the new one', line(kiosk.record), '')
    await file.refresh()
    expect([await asks(bank.secret), await asks(kiosk.secret)]).toEqual([401, 404])
    await file.refresh()
    expect(changes.map(({ status }) => status)).toEqual(['taken'])
    file.close()
  })

  it('follows a link that is turned to another file, as Kubernetes does', async () => {
    const { bank, kiosk, path } = await watched()
    const link = join(folder, `link-${count.files}`)
    const other = join(folder, `other-${count.files}`)
    symlinkSync(path, link)
    const file = await openApiKeyFile({ path: link, everyMs: NEVER_MS })
    expect(file.current().map(({ id }) => id)).toEqual([bank.record.id])
    writeFileSync(other, line(kiosk.record))
    symlinkSync(other, `${link}.new`)
    renameSync(`${link}.new`, link)
    await file.refresh()
    expect(file.current().map(({ id }) => id)).toEqual([kiosk.record.id])
  })

  it('that becomes unusable keeps the keys before, says so once and on /readyz', async () => {
    const { bank, kiosk, write, file, changes, send, asks, path } = await watched()
    write(line(bank.record), 'kiosk:zz:verify')
    await file.refresh()
    await file.refresh()
    expect(await asks(bank.secret)).toBe(404)
    expect(changes).toEqual([
      { status: 'unusable', why: expect.stringMatching(/line 2: expected id:sha256/) },
    ])
    expect(await send('GET', '/readyz')).toMatchObject({
      status: 200,
      body: { parts: { api_keys: { status: 'ok', detail: expect.stringMatching(/cannot be used/) } } },
    })
    rmSync(path)
    await file.refresh()
    expect(changes.at(-1)).toMatchObject({ status: 'unusable', why: expect.stringMatching(/ENOENT/) })
    write(line(bank.record), line({ ...bank.record, id: 'again' }))
    await file.refresh()
    expect(changes.at(-1)).toMatchObject({ status: 'unusable', why: expect.stringMatching(/Two entries/) })
    write(line(bank.record), line(kiosk.record))
    await file.refresh()
    expect([await asks(bank.secret), await asks(kiosk.secret)]).toEqual([404, 404])
    expect((await send('GET', '/readyz')).body.parts.api_keys).toEqual({ status: 'ok' })
  })

  it('that is emptied opens nothing: nobody may call', async () => {
    const { bank, write, file, send, asks } = await watched()
    write('', '# nobody')
    await file.refresh()
    expect(await asks(bank.secret)).toBe(401)
    expect((await send('GET', '/users/ada')).status).toBe(401)
    expect(await send('GET', '/readyz')).toMatchObject({
      status: 503,
      body: { parts: { api_keys: { status: 'failing' } } },
    })
  })

  it('that is written in place is not read torn: neither emptied, nor cut behind an entry or in it', async () => {
    const { bank, kiosk, write, file, changes, meanwhile } = await watched()
    const whole = `${line(kiosk.record)}:tenant-1:2099-01-01`
    write('')
    meanwhile.push(
      () => write(line(kiosk.record)),
      () => write(`${line(kiosk.record)}:ten`),
      () => write(line(bank.record), whole),
    )
    await file.refresh()
    expect(changes).toEqual([{ status: 'taken', keys: file.current() }])
    expect(file.current()).toMatchObject([
      { id: 'bank' },
      { id: 'kiosk', tenantId: 'tenant-1', expiresAtMs: Date.UTC(2099, 0, 1) },
    ])
  })

  it('that is emptied for a moment and then as before changes nothing', async () => {
    const { bank, write, file, changes, meanwhile, asks } = await watched()
    write('')
    meanwhile.push(() => write(line(bank.record)))
    await file.refresh()
    expect(changes).toEqual([])
    expect(await asks(bank.secret)).toBe(404)
  })

  it('that is never the same twice waits for the next look', async () => {
    const { bank, kiosk, write, file, changes, meanwhile, asks } = await watched()
    const writes = Array.from({ length: 100 }, (_, number) => () => write(`# ${number}`))
    meanwhile.push(...writes)
    write('')
    await file.refresh()
    expect(changes).toEqual([])
    expect(await asks(bank.secret)).toBe(404)
    meanwhile.length = 0
    write(line(kiosk.record))
    await file.refresh()
    expect([await asks(bank.secret), await asks(kiosk.secret)]).toEqual([401, 404])
  })

  it('is not read torn at the start either', async () => {
    const { bank, kiosk, write, path } = await watched()
    write(line(bank.record))
    const pause = async () => write(line(bank.record), line(kiosk.record))
    const file = await openApiKeyFile({ path, everyMs: NEVER_MS, pause })
    expect(file.current().map(({ id }) => id)).toEqual(['bank', 'kiosk'])
    file.close()
  })

  it('has to hold a key at the start', async () => {
    const path = join(folder, 'none')
    await expect(openApiKeyFile({ path })).rejects.toThrow(/cannot be read \(ENOENT\)/)
    writeFileSync(path, '\n# nobody\n')
    await expect(openApiKeyFile({ path })).rejects.toThrow(/holds no key/)
    writeFileSync(path, 'bank')
    await expect(openApiKeyFile({ path })).rejects.toThrow(/line 1: expected/)
  })
})

describe('keys with an expiry', () => {
  it('are refused from then on, with words', async () => {
    const expiresAtMs = Date.UTC(2026, 0, 1, 0, 1)
    const { secret, record } = await createApiKey({ id: 'bank', scopes: ['admin'], expiresAtMs, random })
    const { send, advance, events } = harness({ keys: [record] })
    const ask = () => send('GET', '/users/ada', undefined, { authorization: `Bearer ${secret}` })
    advance(59_999)
    expect((await ask()).status).toBe(404)
    advance(1)
    const { status, headers, body } = await ask()
    expect(status).toBe(401)
    expect(headers.get('www-authenticate')).toBe('Bearer')
    expect(body).toMatchObject({ code: 'expired-key', detail: 'It expired at 2026-01-01T00:01:00.000Z.' })
    expect(events.at(-1)).toMatchObject({ type: 'request', status: 401, keyId: 'bank' })
  })
})
