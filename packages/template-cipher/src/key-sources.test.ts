import { describe, expect, it } from 'vitest'
import { joinKeyProviders } from './join-key-providers.js'
import { createKeyring } from './keyring.js'
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
