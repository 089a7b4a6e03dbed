import { assertKnownOptions } from '@faceward/plugin-kit'
import { ConfigurationError, DisposedError, type KeyProvider } from '@faceward/spec'
import { scryptAsync } from '@noble/hashes/scrypt.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { KEY_LENGTH } from './aead.js'
import { createKeyring } from './keyring.js'

export interface PassphraseKeyringOptions {
  /** At least 12 characters; better a generated one of six words. */
  readonly passphrase: string
  /** At least 8 random bytes, stored beside the data; not secret, but once set it must stay. */
  readonly salt: Uint8Array
  /** scrypt's N, a power of two from 2^14; default 2^17 with r 8, p 1 (OWASP), about 128 MB and a second or two. */
  readonly cost?: number
}

const BLOCK_SIZE = 8
const SHORTEST_PASSPHRASE = 12

/**
 * A keyring of one key, made of a passphrase by scrypt (RFC 7914) at its first use; use a random key instead
 * wherever one can be kept. A passphrase can be guessed by whoever has a sealed record.
 *
 * @throws ConfigurationError `weak-key` on a short passphrase, a short salt or a low cost.
 */
export function createPassphraseKeyring(options: PassphraseKeyringOptions): KeyProvider {
  assertKnownOptions('createPassphraseKeyring', options, ['passphrase', 'salt', 'cost'])
  const { passphrase, cost = 2 ** 17 } = options
  const salt = options.salt.slice()
  if (passphrase.length < SHORTEST_PASSPHRASE) {
    throw weak('passphrase', `must have at least ${SHORTEST_PASSPHRASE} characters`)
  }
  if (salt.length < 8) throw weak('salt', 'must have at least 8 bytes')
  if (cost < 2 ** 14 || !Number.isInteger(Math.log2(cost)))
    throw weak('cost', 'must be a power of two from 2^14')

  const state: { ring?: Promise<KeyProvider>; wiped: boolean } = { wiped: false }
  const derive = async () => {
    // NFC, so that the same words typed on another system are the same passphrase.
    const secret = utf8ToBytes(passphrase.normalize('NFC'))
    const memory = 128 * BLOCK_SIZE * cost + 2 ** 20
    const key = await scryptAsync(secret, salt, {
      N: cost,
      r: BLOCK_SIZE,
      p: 1,
      dkLen: KEY_LENGTH,
      maxmem: memory,
    })
    secret.fill(0)
    const ring = createKeyring({ keys: [{ label: 'p', key }] })
    key.fill(0)
    return ring
  }
  const ring = async () => {
    if (state.wiped) throw new DisposedError('The keyring')
    state.ring ??= derive()
    return state.ring
  }
  return {
    active: async (call) => (await ring()).active(call),
    byId: async (keyId, call) => (await ring()).byId(keyId, call),
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

function weak(key: string, message: string): ConfigurationError {
  return new ConfigurationError(`The ${key} ${message}.`, { code: 'weak-key', issues: [{ key, message }] })
}
