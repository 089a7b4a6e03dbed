import { scryptSync } from 'node:crypto'
import type { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { random } from '../test/seeded.js'
import { joinKeyProviders } from './join-key-providers.js'
import { createKeyring, deriveKeyId } from './keyring.js'
import { keyringFromEnvironment } from './keyring-from-environment.js'
import { createPassphraseKeyring } from './passphrase-keyring.js'
import { createTemplateCipher } from './template-cipher.js'
import { createWrappedKeyring } from './wrapped-keyring.js'

const keyOf = (seed: number) =>
  Uint8Array.from({ length: 32 }, (_, i) => (Math.imul(seed * 997 + i + 1, 2654435761) >>> 17) & 0xff)
const ringOf = (seed: number) => createKeyring({ keys: [{ keyId: `key-${seed}`, key: keyOf(seed) }] })

describe('several sources of keys', () => {
  it('are one where there is one, and pass on what is asked', async () => {
    const ring = ringOf(1)
    expect(joinKeyProviders(ring)).toBe(ring)
    const joined = joinKeyProviders(ring, ringOf(2), ringOf(3))
    expect((await joined.byId('key-3'))?.keyId).toBe('key-3')
    joined.wipe()
    await expect(ring.active()).rejects.toHaveProperty('name', 'DisposedError')
  })

  it('unwrapped by a service, are asked for once, again after a failure, and in the deployment’s name', async () => {
    const state = { asked: 0, fails: true, contexts: [] as object[] }
    const wrapper = {
      id: 'test',
      wrap: async () => '',
      async unwrap(_: string, given: object) {
        state.asked++
        state.contexts.push(given)
        if (state.fails) throw new Error('away')
        return keyOf(7)
      },
    }
    const ring = createWrappedKeyring({
      wrapper,
      wrapped: ['x'],
      context: { deployment: 'd', purpose: 'mine' },
    })
    await expect(ring.active()).rejects.toThrow('away')
    state.fails = false
    const [active] = await Promise.all([ring.active(), ring.byId('other')])
    expect(active.keyId).toMatch(/^kms-[0-9a-f]{8}$/)
    expect(state.asked).toBe(2)
    // The purpose is not for the deployment to choose: it keeps these keys from whatever else the service wraps.
    expect(state.contexts[0]).toEqual({ deployment: 'd', purpose: 'faceward-template-key-v1' })
    await expect(ring.active({ signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left')
    ring.wipe()
    await expect(ring.active()).rejects.toHaveProperty('name', 'DisposedError')
    expect(() => createWrappedKeyring({ wrapper, wrapped: [] })).toThrow(
      expect.objectContaining({ name: 'ConfigurationError', code: 'missing-key' }),
    )
  })
})

describe('a key of a passphrase', () => {
  const [passphrase, salt] = ['correct horse battery', keyOf(9)]

  it('is scrypt’s with N 2^17, r 8 and p 1 where nothing else is said, as OWASP wants it', async () => {
    const { keyId } = await createPassphraseKeyring({ passphrase, salt }).active()
    const memory = { maxmem: 2 ** 28 }
    const key = scryptSync(passphrase, salt, 32, { N: 2 ** 17, r: 8, p: 1, ...memory })
    const ring = createKeyring({ keys: [{ label: 'p', key: new Uint8Array(key) }] })
    expect(keyId).toBe((await ring.active()).keyId)
    expect(deriveKeyId('p', (await ring.active()).key)).toBe(keyId)
  })

  it('and one from a service are gone, and not given out, when they are wiped while they are made', async () => {
    const wrapper = { id: 'w', wrap: async () => '', unwrap: async () => keyOf(7) }
    for (const ring of [
      createPassphraseKeyring({ passphrase, salt, cost: 2 ** 14 }),
      createWrappedKeyring({ wrapper, wrapped: ['x'] }),
    ]) {
      const asked = ring.active()
      ring.wipe()
      await expect(asked).rejects.toHaveProperty('name', 'DisposedError')
      await expect(ring.byId('any')).rejects.toHaveProperty('name', 'DisposedError')
    }
  })

  it('is wiped with its ring', async () => {
    const ring = createPassphraseKeyring({ passphrase, salt, cost: 2 ** 14 })
    const { key, keyId } = await ring.active()
    expect((await ring.byId(keyId))?.key).toBe(key)
    ring.wipe()
    await Promise.resolve()
    expect(key).toEqual(new Uint8Array(32))
  })
})

it('what is missing or wrong is named with the word for it', () => {
  const issuesOf = (run: () => unknown) => {
    try {
      run()
    } catch (error) {
      return (error as ConfigurationError).issues
    }
    return []
  }
  const environment = (given: Record<string, string>) => issuesOf(() => keyringFromEnvironment(given))
  expect(environment({})).toEqual([{ key: 'BIOMETRIC_TEMPLATE_KEY', message: 'required' }])
  expect(environment({ BIOMETRIC_TEMPLATE_KEYS: 'no label' })).toEqual([
    { key: 'BIOMETRIC_TEMPLATE_KEYS[0]', message: 'label:digits' },
  ])
  expect(issuesOf(() => createTemplateCipher({ random } as never))).toEqual([
    { key: 'keys', message: 'required' },
    { key: 'aead', message: 'required' },
  ])
})
