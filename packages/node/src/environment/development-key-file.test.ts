import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationError } from '@faceward/spec'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { developmentKeyFile } from './development-key-file.js'
import { systemRandom } from './system-random.js'

const posix = process.platform !== 'win32'
const state = { folder: '' }

beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-key-'))
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

const options = (path = join(state.folder, 'sub', 'development.key')) => ({ path, random: systemRandom })

describe('developmentKeyFile', () => {
  it('makes a random 32-byte key once, in a file only its owner may read', async () => {
    const first = await developmentKeyFile(options())
    expect([first.created, first.key.length]).toEqual([true, 32])
    expect(new Set(first.key).size).toBeGreaterThan(8)
    expect(await developmentKeyFile(options())).toEqual({ key: first.key, created: false })
    if (posix) expect((await stat(options().path)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(state.folder, 'sub'))).toEqual(['development.key'])

    const other = await developmentKeyFile(options(join(state.folder, 'other.key')))
    expect(other.key).not.toEqual(first.key)
  })

  it('gives one key to many that start at once; one of them made it', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => developmentKeyFile(options())))
    expect(new Set(all.map(({ key }) => Buffer.from(key).toString('hex'))).size).toBe(1)
    expect(all.filter(({ created }) => created)).toHaveLength(1)
    expect(await readdir(join(state.folder, 'sub'))).toEqual(['development.key'])
  })

  it('refuses a file that holds no key, and leaves it alone', async () => {
    const path = join(state.folder, 'k')
    for (const content of ['', 'abc', 'z'.repeat(64), 'a'.repeat(63), '0'.repeat(64)]) {
      await writeFile(path, content, { mode: 0o600 })
      await expect(developmentKeyFile(options(path))).rejects.toMatchObject({ code: 'weak-key' })
      expect(await readFile(path, 'utf8')).toBe(content)
    }
  })

  it.runIf(posix)('refuses a file that others may read, and says how to mend it', async () => {
    const { path } = options()
    await developmentKeyFile(options())
    await chmod(path, 0o640)
    await expect(developmentKeyFile(options())).rejects.toThrow(/chmod 600/)
    await chmod(path, 0o600)
    await expect(developmentKeyFile(options())).resolves.toMatchObject({ created: false })
  })

  it('says what to do when the file cannot be made or read', async () => {
    await writeFile(join(state.folder, 'file'), '')
    const impossible = developmentKeyFile(options(join(state.folder, 'file', 'k')))
    await expect(impossible).rejects.toBeInstanceOf(ConfigurationError)
    await expect(impossible).rejects.toThrow(/BIOMETRIC_TEMPLATE_KEY/)
    await expect(developmentKeyFile(options(state.folder))).rejects.toMatchObject({ code: 'missing-key' })
  })

  it('never puts the key into a message', async () => {
    const { path } = options()
    const { key } = await developmentKeyFile(options())
    await writeFile(path, `${Buffer.from(key).toString('hex')}ff`)
    const failure = await developmentKeyFile(options()).catch(String)
    expect(failure).not.toContain(Buffer.from(key).toString('hex').slice(0, 16))
  })
})
