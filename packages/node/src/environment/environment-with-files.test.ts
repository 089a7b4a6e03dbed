import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationError } from '@faceward/spec'
import { afterAll, describe, expect, it } from 'vitest'
import { resolveNodeEngineOptions } from '../engine/node-engine-options.js'
import { environmentWithFiles } from './environment-with-files.js'

const folder = mkdtempSync(join(tmpdir(), 'faceward-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const KEY = '0123456789abcdef'.repeat(4)

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('secrets given by files', () => {
  it.each([
    'BIOMETRIC_TEMPLATE_KEY',
    'BIOMETRIC_TEMPLATE_KEYS',
    'BIOMETRIC_TEMPLATE_SALT',
    'BIOMETRIC_TEMPLATE_PASSPHRASE',
    'API_KEYS',
    'DATABASE_URL',
    'FERNET_KEY',
    'FERNET_PASSWORD',
    'FERNET_SALT',
  ])('%s_FILE: what the file holds, without the new line at its end', (name) => {
    const given = { [`${name}_FILE`]: file(name, ' a secret \r\n'), OTHER_FILE: 'kept' }
    expect(environmentWithFiles(given)).toEqual({ [name]: ' a secret ', OTHER_FILE: 'kept' })
  })

  it('also under the name that TEMPLATE_KEY_ENV gives', () => {
    const given = { TEMPLATE_KEY_ENV: 'VAULT_KEY', VAULT_KEY_FILE: file('vault', `${KEY}\n`) }
    expect(environmentWithFiles(given)).toEqual({ TEMPLATE_KEY_ENV: 'VAULT_KEY', VAULT_KEY: KEY })
    expect(resolveNodeEngineOptions({ environment: given }).settings.biometricTemplateKey).toBe(KEY)
  })

  it('reach the engine and its keys', () => {
    const given = {
      BIOMETRIC_TEMPLATE_KEY_FILE: file('key', `${KEY}\n`),
      BIOMETRIC_TEMPLATE_KEYS_FILE: file('keys', `new:${KEY}\n`),
    }
    const { settings, environment } = resolveNodeEngineOptions({ environment: given })
    expect(settings.biometricTemplateKey).toBe(KEY)
    expect(environment['BIOMETRIC_TEMPLATE_KEYS']).toBe(`new:${KEY}`)
  })

  it('change nothing the second time, and empty variables count as unset', () => {
    const once = environmentWithFiles({
      API_KEYS: '',
      API_KEYS_FILE: file('once', 'x'),
      DATABASE_URL_FILE: '',
    })
    expect(once).toEqual({ API_KEYS: 'x' })
    expect(environmentWithFiles(once)).toEqual(once)
  })

  it.each([
    ['both set', () => ({ API_KEYS: 'x', API_KEYS_FILE: file('both', 'x') }), /API_KEYS and API_KEYS_FILE/],
    [
      'a file that is not there',
      () => ({ API_KEYS_FILE: join(folder, 'no') }),
      /API_KEYS_FILE names \/.*no, .*\(ENOENT\)/,
    ],
    ['a folder', () => ({ API_KEYS_FILE: folder }), /\(EISDIR\)/],
    ['an empty file', () => ({ API_KEYS_FILE: file('empty', '\n') }), /which is empty/],
  ])('are refused by name: %s', (_, given, words) => {
    const read = () => environmentWithFiles(given())
    expect(read).toThrow(ConfigurationError)
    expect(read).toThrow(words)
  })
})
