import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemRandom } from '../environment/system-random.js'
import { templateKeys } from './template-keys.js'

const KEY = 'ffeeddccbbaa99887766554433221100f0e1d2c3b4a5968778695a4b3c2d1e0f'
const state = { folder: '', notices: [] as string[] }

beforeEach(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-keys-'))
  state.notices = []
})
afterEach(() => rm(state.folder, { recursive: true, force: true }))

const keysOf = (environment: Record<string, string>) =>
  templateKeys({
    environment,
    keyVariable: 'BIOMETRIC_TEMPLATE_KEY',
    dataFolder: state.folder,
    random: systemRandom,
    onNotice: (message) => state.notices.push(message),
  })

const activeId = async (environment: Record<string, string>) =>
  (await (await keysOf(environment)).active()).keyId

describe('templateKeys', () => {
  it('takes the keys of the environment and makes no file', async () => {
    expect(await activeId({ BIOMETRIC_TEMPLATE_KEY: KEY })).toMatch(/^k0-/)
    expect(await activeId({ BIOMETRIC_TEMPLATE_KEYS: `new:${KEY}` })).toMatch(/^new-/)
    expect([await readdir(state.folder), state.notices]).toEqual([[], []])
  })

  it('makes a development key where there is none, says so once, and takes the same one ever after', async () => {
    const first = await activeId({})
    expect(first).toMatch(/^development-/)
    expect(await activeId({ BIOMETRIC_TEMPLATE_KEY: '' })).toBe(first)
    expect(await readdir(state.folder)).toEqual(['development.key'])
    expect(state.notices).toEqual([expect.stringContaining(join(state.folder, 'development.key'))])
  })

  it('makes up no key in production, and takes no weak one anywhere', async () => {
    await expect(keysOf({ NODE_ENV: 'production' })).rejects.toMatchObject({ code: 'missing-key' })
    await expect(keysOf({ NODE_ENV: 'production' })).rejects.toThrow(/faceward keys generate/)
    for (const weak of ['00'.repeat(32), KEY.slice(2), 'password']) {
      await expect(keysOf({ BIOMETRIC_TEMPLATE_KEY: weak })).rejects.toMatchObject({ code: 'weak-key' })
    }
    expect(await readdir(state.folder)).toEqual([])
    await expect(keysOf({ NODE_ENV: 'production', BIOMETRIC_TEMPLATE_KEY: KEY })).resolves.toBeDefined()
  })
})
