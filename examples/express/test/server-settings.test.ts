import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationError } from '@faceward/spec'
import { afterAll, describe, expect, it } from 'vitest'
import { expiryOf } from '../src/commands/create-key.js'
import { readServerSettings } from '../src/server/server-settings.js'

const folder = mkdtempSync(join(tmpdir(), 'faceward-settings-'))
afterAll(() => rmSync(folder, { recursive: true }))

const SHA256 = 'ab'.repeat(32)
const KEYS = `bank:${SHA256}:verify`
const production = { NODE_ENV: 'production' }

function refusal(given: Record<string, string>): ConfigurationError {
  try {
    readServerSettings(given)
  } catch (error) {
    if (ConfigurationError.isInstance(error)) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a server in production', () => {
  it.each([{}, { API_HOST: '127.0.0.1' }, { API_HOST: '0.0.0.0' }, { API_KEYS: '' }])(
    'does not start without API keys, and says how to make one: %j',
    (given) => {
      const { code, message, issues } = refusal({ ...production, ...given })
      expect({ code, key: issues[0]?.key }).toEqual({ code: 'missing-key', key: 'API_KEYS' })
      expect(message).toMatch(/NODE_ENV is production.+keys create --id/)
    },
  )

  it('starts with them, also on loopback', () => {
    const { engine } = readServerSettings({ ...production, API_HOST: '127.0.0.1', API_KEYS: KEYS })
    expect(engine.apiKeys.map(({ id }) => id)).toEqual(['bank'])
  })

  it.each(['prod', 'Production', 'PRODUCTION', ' production', 'production '])(
    'is not taken for a trial because NODE_ENV is %j',
    (mode) => {
      expect(refusal({ NODE_ENV: mode }).issues[0]?.key).toBe('NODE_ENV')
    },
  )

  it('is maintained without keys: that listens to nobody', () => {
    expect(readServerSettings(production, { purpose: 'maintain' }).engine.apiKeys).toEqual([])
  })
})

describe('settings by files', () => {
  it('are read, and the one of API keys is kept in mind', () => {
    const keys = join(folder, 'keys')
    const url = join(folder, 'url')
    writeFileSync(keys, `# the bank\n${KEYS}\n`)
    writeFileSync(url, 'postgresql://u:p@localhost/x\n')
    const settings = readServerSettings({ ...production, API_KEYS_FILE: keys, DATABASE_URL_FILE: url })
    expect(settings.engine.apiKeys).toMatchObject([{ id: 'bank', sha256: SHA256 }])
    expect(settings.apiKeysFile).toBe(keys)
    expect(settings.databaseUrl).toBe('postgresql://u:p@localhost/x')
    expect(settings.environment).not.toHaveProperty('API_KEYS_FILE')
    expect(readServerSettings({ API_KEYS: KEYS }).apiKeysFile).toBeUndefined()
  })

  it('do not open a server by being empty', () => {
    const path = join(folder, 'empty')
    writeFileSync(path, '# nobody\n')
    expect(refusal({ API_KEYS_FILE: path }).issues[0]?.key).toBe('API_KEYS')
    writeFileSync(path, '\n')
    expect(refusal({ API_KEYS_FILE: path }).issues[0]?.key).toBe('API_KEYS_FILE')
  })
})

describe("a key's expiry", () => {
  const now = Date.UTC(2026, 11, 1, 12)

  it('is given in days, as a date or as a time', () => {
    expect(expiryOf('90d', now)).toBe('2027-03-01T12:00:00Z')
    expect(expiryOf('2027-01-01', now)).toBe('2027-01-01')
    expect(expiryOf('2027-01-01T08:00:00+02:00', now)).toBe('2027-01-01T08:00:00+02:00')
  })

  it.each(['0d', '90', 'soon', '2026-12-01', '2027-13-01', ''])('is refused when it is %j', (given) => {
    expect(() => expiryOf(given, now)).toThrow(/--expires: expected days/)
  })

  it('comes back from the entry that is printed', () => {
    const entry = `bank:${SHA256}:verify::${expiryOf('90d', now)}`
    const [key] = readServerSettings({ API_KEYS: entry }).engine.apiKeys
    expect(key?.expiresAtMs).toBe(Date.UTC(2027, 2, 1, 12))
  })
})
