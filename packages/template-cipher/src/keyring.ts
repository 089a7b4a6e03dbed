import { assertKnownOptions } from '@faceward/plugin-kit'
import { ConfigurationError, DisposedError, type KeyProvider } from '@faceward/spec'
import { extract } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { KEY_LENGTH } from './aead.js'
import { isKeyId, SUBJECT_KEY_PREFIX } from './envelope.js'
import { assertStrongKey } from './key-rules.js'

export interface KeyringKey {
  /** 1 to 64 of `A-Z a-z 0-9 . _ -`. Without one, the id is derived from the key, so that it cannot be wrong. */
  readonly keyId?: string
  /** Begins a derived id, say `k0` in `k0-5f3a9c21`. Default `k`. */
  readonly label?: string
  /** 32 random bytes. Copied; the caller may wipe its own. */
  readonly key: Uint8Array
}

export interface KeyringOptions {
  readonly keys: readonly KeyringKey[]
  /** Makes other keys of the same ones, say a deployment of its own. Once set it must stay. */
  readonly salt?: Uint8Array
  /** The key that seals new records; default: the first. */
  readonly activeKeyId?: string
}

/**
 * Keys held in memory. Each is passed through HKDF-Extract (SHA-256) with the salt once, here.
 *
 * @throws ConfigurationError `missing-key` without keys or when the active one is not among them;
 * `weak-key` on keys no random source gives; `invalid-options` on bad or equal ids.
 */
export function createKeyring(options: KeyringOptions): KeyProvider {
  assertKnownOptions('createKeyring', options, ['keys', 'salt', 'activeKeyId'])
  const { keys, salt } = options
  const ring = new Map<string, Uint8Array>()
  for (const [index, { keyId, label = 'k', key }] of keys.entries()) {
    assertStrongKey(key, `keys[${index}].key`)
    const master = masterKeyOf(key, salt)
    const id = keyId ?? deriveKeyId(label, master)
    if (!isKeyId(id)) throw badId(index, 'must be 1 to 64 of the characters A-Z a-z 0-9 . _ -')
    if (id.startsWith(SUBJECT_KEY_PREFIX)) throw badId(index, `must not begin with ${SUBJECT_KEY_PREFIX}`)
    if (ring.has(id)) throw badId(index, 'is given twice')
    ring.set(id, master)
  }
  const activeKeyId = options.activeKeyId ?? ring.keys().next().value
  if (activeKeyId === undefined || !ring.has(activeKeyId)) {
    throw new ConfigurationError('A keyring needs keys, and the active one among them.', {
      code: 'missing-key',
    })
  }
  return ringProvider(ring, activeKeyId)
}

/**
 * A key id that names its key: the label and the first 32 bits of a hash. A key that was replaced under the
 * same label is then an unknown key, not one that fails to open everything.
 */
export function deriveKeyId(label: string, masterKey: Uint8Array): string {
  const digest = sha256.create().update(utf8ToBytes('faceward/key-id/v1')).update(masterKey).digest()
  return `${label}-${bytesToHex(digest.subarray(0, 4))}`
}

/** The key a keyring makes of a given one: HKDF-Extract with the salt, or with zeros. */
function masterKeyOf(key: Uint8Array, salt: Uint8Array | undefined): Uint8Array {
  return extract(sha256, key, salt ?? new Uint8Array(KEY_LENGTH))
}

function ringProvider(ring: ReadonlyMap<string, Uint8Array>, activeKeyId: string): KeyProvider {
  const state = { wiped: false }
  const find = (keyId: string) => {
    if (state.wiped) throw new DisposedError('The keyring')
    const key = ring.get(keyId)
    return key && { keyId, key }
  }
  return {
    async active() {
      return find(activeKeyId)!
    },
    async byId(keyId) {
      return find(keyId)
    },
    wipe() {
      state.wiped = true
      for (const key of ring.values()) key.fill(0)
    },
  }
}

function badId(index: number, message: string): ConfigurationError {
  const key = `keys[${index}].keyId`
  return new ConfigurationError(`${key} ${message}.`, { code: 'invalid-options', issues: [{ key, message }] })
}
