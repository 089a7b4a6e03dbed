import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfigurationError, type KeyProviderError, TemplateSecurityError } from '@faceward/spec'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFakeVault } from '../../test/fake-vault.js'
import { createSecretboxCipher } from '../secretbox-cipher.js'
import { createWrappedKeyring, wrapNewKey } from '../wrapped-keyring.js'
import { createVaultTransit } from './vault-transit.js'

const TOKEN = 'hvs.TOKEN-IN-ERROR'
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
const context = { tenantId: 't', subject: 's', recordId: 'templates/face', modelId: 'm', revision: 1 }

let vault: Awaited<ReturnType<typeof startFakeVault>>
beforeEach(async () => {
  vault = await startFakeVault(TOKEN)
})
afterEach(() => vault.close())

const transit = (more = {}) =>
  createVaultTransit({ address: vault.address, keyName: 'faceward', token: () => TOKEN, ...more })

describe('createVaultTransit', () => {
  it('unwraps what it wrapped, in the same context only', async () => {
    const key = random.bytes(32)
    const wrapped = await transit().wrap(key, { deployment: 'a', purpose: 'p' })
    expect(wrapped).toMatch(/^vault:v1:/)
    expect(await transit().unwrap(wrapped, { purpose: 'p', deployment: 'a' })).toEqual(key)
    for (const other of [{ deployment: 'b', purpose: 'p' }, { deployment: 'a' }, {}]) {
      await expect(transit().unwrap(wrapped, other)).rejects.toMatchObject({ code: 'refused' })
    }
  })

  it('moves a wrapped key to Vault’s newest version without seeing it', async () => {
    const key = random.bytes(32)
    const wrapped = await transit().wrap(key, { purpose: 'p' })
    vault.rotate()
    const rewrapped = await transit().rewrap!(wrapped, { purpose: 'p' })
    expect(rewrapped).toMatch(/^vault:v2:/)
    vault.state.oldestVersion = 2
    expect(await transit().unwrap(rewrapped, { purpose: 'p' })).toEqual(key)
    await expect(transit().unwrap(wrapped, { purpose: 'p' })).rejects.toMatchObject({ code: 'refused' })
  })

  it('tells a wrong token, an unknown key, a sealed Vault and none apart, and never shows the token', async () => {
    const failures = [
      [transit({ token: () => 'other' }), 'permission-denied', false],
      [transit({ keyName: 'other' }), 'refused', false],
      [transit({ address: 'http://127.0.0.1:9' }), 'unavailable', true],
    ] as const
    for (const [wrapper, code, retryable] of failures) {
      const error: KeyProviderError = await wrapper.wrap(random.bytes(32), { purpose: 'p' }).then(
        () => expect.unreachable(),
        (refused: unknown) => refused as KeyProviderError,
      )
      expect(error).toMatchObject({ name: 'KeyProviderError', code, retryable })
      expect(`${error.message} ${error.cause} ${JSON.stringify(error)}`).not.toContain('IN-ERROR')
    }
    vault.state.sealed = true
    await expect(transit().unwrap('vault:v1:x', { purpose: 'p' })).rejects.toMatchObject({
      code: 'unavailable',
    })
  })

  it('gives up after its time, and when the caller does', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const wrapper = transit({ address, timeoutMs: 20 })
    await expect(wrapper.wrap(random.bytes(32), {})).rejects.toMatchObject({ code: 'unavailable' })
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    await expect(wrapper.wrap(random.bytes(32), {}, { signal })).rejects.toBe(reason)
    silent.closeAllConnections()
    silent.close()
  })

  it('does not follow a redirection with its token', async () => {
    const elsewhere = createServer((_, response) => {
      response.writeHead(307, { location: `${vault.address}/v1/transit/encrypt/faceward` }).end()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
    await expect(transit({ address }).wrap(random.bytes(32), {})).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(vault.state.requests).toBe(0)
    elsewhere.close()
  })

  it.each([
    { address: 'http://vault.example.org' },
    { address: 'nonsense' },
    { keyName: '../sys/seal' },
    { mount: 'a b' },
    { keyname: 'x' },
  ])('refuses %j', (wrong) => {
    expect(() => transit(wrong)).toThrow(ConfigurationError)
  })
})

describe('createWrappedKeyring over Vault', () => {
  it('seals and opens with keys that only Vault can unwrap, and asks it once', async () => {
    const wrapped = await wrapNewKey({ wrapper: transit(), random })
    const make = () =>
      createSecretboxCipher({
        keys: createWrappedKeyring({ wrapper: transit(), wrapped: [wrapped] }),
        random,
      })
    const sealed = await make().seal(new Uint8Array([1, 2, 3]), context)
    vault.state.requests = 0
    const cipher = make()
    for (let i = 0; i < 10; i++) expect(await cipher.open(sealed, context)).toEqual(new Uint8Array([1, 2, 3]))
    expect(vault.state.requests).toBe(1)
    expect(cipher.inspect(sealed).keyId).toMatch(/^kms-[0-9a-f]{8}$/)
  })

  it('rotates: a new key first, the old one behind it', async () => {
    const old = await wrapNewKey({ wrapper: transit(), random })
    const fresh = await wrapNewKey({ wrapper: transit(), random })
    const ringOf = (...wrapped: string[]) => createWrappedKeyring({ wrapper: transit(), wrapped })
    const sealed = await createSecretboxCipher({ keys: ringOf(old), random }).seal(new Uint8Array(1), context)
    const after = createSecretboxCipher({ keys: ringOf(fresh, old), random })
    expect(await after.needsRewrap(sealed)).toBe(true)
    expect(await after.open(sealed, context)).toEqual(new Uint8Array(1))
    const without = createSecretboxCipher({ keys: ringOf(fresh), random })
    await expect(without.open(sealed, context)).rejects.toThrow(TemplateSecurityError)
  })

  it('asks again after a failure, and not after it was wiped', async () => {
    const wrapped = await wrapNewKey({ wrapper: transit(), random })
    const ring = createWrappedKeyring({ wrapper: transit(), wrapped: [wrapped] })
    vault.state.sealed = true
    await expect(ring.active()).rejects.toMatchObject({ code: 'unavailable', retryable: true })
    vault.state.sealed = false
    const { key } = await ring.active()
    ring.wipe()
    await expect(ring.active()).rejects.toMatchObject({ code: 'disposed' })
    expect(key).toEqual(new Uint8Array(32))
  })

  it('unwraps no key of another deployment', async () => {
    const wrapped = await wrapNewKey({ wrapper: transit(), random, context: { deployment: 'test' } })
    const ring = createWrappedKeyring({
      wrapper: transit(),
      wrapped: [wrapped],
      context: { deployment: 'production' },
    })
    await expect(ring.active()).rejects.toMatchObject({ code: 'refused' })
  })
})
