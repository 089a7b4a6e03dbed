import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  type CallOptions,
  ConfigurationError,
  DisposedError,
  type KeyProvider,
  type RandomSource,
} from '@faceward/spec'
import { KEY_LENGTH } from './aead.js'
import type { KeyWrapper, WrapContext } from './key-wrapper.js'
import { createKeyring } from './keyring.js'

export interface WrappedKeyringOptions {
  readonly wrapper: KeyWrapper
  /** Keys as `wrapNewKey` gave them; the first seals new records, all open. */
  readonly wrapped: readonly string[]
  /** Names the deployment, say `{ deployment: 'production' }`; a key wrapped for another does not unwrap. */
  readonly context?: WrapContext
  /** As of `createKeyring`. */
  readonly salt?: Uint8Array
}

/** Keeps keys of this project apart from whatever else the service wraps. */
const PURPOSE = { purpose: 'faceward-template-key-v1' }

/**
 * A new random master key, wrapped; it exists in clear only within this call. Keep the text in the
 * configuration: without the service it is worth nothing.
 *
 * @throws KeyProviderError.
 */
export async function wrapNewKey(
  { wrapper, random, context = {} }: { wrapper: KeyWrapper; random: RandomSource; context?: WrapContext },
  options?: CallOptions,
): Promise<string> {
  const key = random.bytes(KEY_LENGTH)
  try {
    return await wrapper.wrap(key, { ...context, ...PURPOSE }, options)
  } finally {
    key.fill(0)
  }
}

/**
 * Keys that a key management service unwraps at their first use and that then stay in memory, so that
 * verifying does not wait for it. A failure is not remembered: the next call asks again.
 *
 * @throws ConfigurationError `missing-key` without keys. Its methods throw KeyProviderError.
 */
export function createWrappedKeyring(options: WrappedKeyringOptions): KeyProvider {
  assertKnownOptions('createWrappedKeyring', options, ['wrapper', 'wrapped', 'context', 'salt'])
  const { wrapper, wrapped, context = {}, salt } = options
  if (wrapped.length === 0) {
    throw new ConfigurationError('A keyring needs keys.', { code: 'missing-key' })
  }
  const state: { ring?: Promise<KeyProvider> | undefined; wiped: boolean } = { wiped: false }

  const load = async (call?: CallOptions): Promise<KeyProvider> => {
    const keys: { key: Uint8Array; label: string }[] = []
    try {
      for (const text of wrapped) {
        keys.push({ label: 'kms', key: await wrapper.unwrap(text, { ...context, ...PURPOSE }, call) })
      }
      const ring = createKeyring(salt ? { keys, salt } : { keys })
      if (state.wiped) ring.wipe()
      return ring
    } finally {
      for (const { key } of keys) key.fill(0)
    }
  }
  const ring = async (call?: CallOptions) => {
    if (state.wiped) throw new DisposedError('The keyring')
    call?.signal?.throwIfAborted()
    const loading = state.ring ?? load(call)
    state.ring = loading
    try {
      return await loading
    } catch (error) {
      if (state.ring === loading) state.ring = undefined
      throw error
    }
  }
  return {
    active: async (call) => (await ring(call)).active(call),
    byId: async (keyId, call) => (await ring(call)).byId(keyId, call),
    wipe() {
      state.wiped = true
      state.ring?.then(
        (made) => made.wipe(),
        // Whoever asked for the key has been told.
        () => {},
      )
    },
  }
}
