import { assertKnownOptions, fromBase64, toBase64 } from '@faceward/plugin-kit'
import { ConfigurationError, StorageError } from '@faceward/spec'
import { toStorageError } from './indexed-db-errors.js'
import { completionOf, resultOf } from './requests.js'

export interface DeviceKeyOptions {
  /** The database's name within the site; must not be that of a store. Default `faceward-keys`. */
  readonly name?: string
  /** Where IndexedDB and WebCrypto are found. Default: the global scope. */
  readonly environment?: Pick<typeof globalThis, 'indexedDB' | 'crypto'>
}

/**
 * A key of this browser profile that scripts can use but not read. Fits `KeyWrapper` of
 * `@faceward/template-cipher`.
 */
export interface DeviceKey {
  readonly id: string
  /** AES-256-GCM under the device key, bound to the context; base64. */
  wrap(key: Uint8Array, context: Readonly<Record<string, string>>): Promise<string>
  /** @throws StorageError `corrupt-store` for another device's key, another context, or changed text. */
  unwrap(wrapped: string, context: Readonly<Record<string, string>>): Promise<Uint8Array>
  /** A text kept beside the key under a name: the one there is, or else what `make` gives. Two tabs get the same. */
  keepOnce(name: string, make: () => Promise<string>): Promise<string>
  close(): void
}

const KEYS = 'keys'
const TEXTS = 'texts'
const DEVICE = 'device'
const NONCE_LENGTH = 12
const ALGORITHM = { name: 'AES-GCM', length: 256 } as const

/**
 * Opens the device key, made at the first time: an AES-256-GCM key of WebCrypto, not extractable, kept in IndexedDB.
 *
 * @throws ConfigurationError `invalid-options` without IndexedDB or WebCrypto (a page that did not come by https or
 * from localhost); StorageError when the browser keeps no database, or no such key.
 */
export async function openDeviceKey(options: DeviceKeyOptions = {}): Promise<DeviceKey> {
  assertKnownOptions('openDeviceKey', options, ['name', 'environment'])
  const { name = 'faceward-keys', environment = globalThis } = options
  const { indexedDB, crypto } = environment
  if (indexedDB === undefined || crypto?.subtle === undefined) {
    throw new ConfigurationError(
      'There is no IndexedDB or no WebCrypto here: pages have both by https only.',
      {
        code: 'invalid-options',
        issues: [{ key: 'environment', message: 'must have indexedDB and crypto.subtle' }],
      },
    )
  }
  const database = await open(indexedDB, name).catch((failure: unknown) => {
    throw toStorageError(failure)
  })
  try {
    const fresh = await crypto.subtle.generateKey(ALGORITHM, false, ['encrypt', 'decrypt'])
    const key = await keepFirst<CryptoKey>(database, KEYS, DEVICE, fresh)
    return deviceKey(database, key, crypto)
  } catch (failure) {
    database.close()
    throw toStorageError(failure)
  }
}

function deviceKey(database: IDBDatabase, key: CryptoKey, crypto: Crypto): DeviceKey {
  const parameters = (iv: Uint8Array<ArrayBuffer>, context: Readonly<Record<string, string>>) => ({
    name: ALGORITHM.name,
    iv,
    additionalData: boundTo(context),
  })
  return {
    id: 'device-key',
    async wrap(plain, context) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_LENGTH))
      const sealed = await crypto.subtle.encrypt(parameters(iv, context), key, plain.slice())
      return toBase64(Uint8Array.of(...iv, ...new Uint8Array(sealed)))
    },
    async unwrap(wrapped, context) {
      try {
        const bytes = fromBase64(wrapped)
        const iv = bytes.slice(0, NONCE_LENGTH)
        return new Uint8Array(
          await crypto.subtle.decrypt(parameters(iv, context), key, bytes.slice(NONCE_LENGTH)),
        )
      } catch (cause) {
        throw new StorageError('The template key was not wrapped by this device, or was changed.', {
          code: 'corrupt-store',
          cause,
        })
      }
    },
    async keepOnce(name, make) {
      try {
        const kept = await resultOf<string | undefined>(
          database.transaction(TEXTS).objectStore(TEXTS).get(name),
        )
        return kept ?? (await keepFirst(database, TEXTS, name, await make()))
      } catch (failure) {
        throw toStorageError(failure)
      }
    },
    close: () => database.close(),
  }
}

async function open(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  const opening = factory.open(name, 1)
  opening.onupgradeneeded = () => {
    for (const store of [KEYS, TEXTS]) opening.result.createObjectStore(store)
  }
  const database = await resultOf(opening)
  database.onversionchange = () => database.close()
  return database
}

/** Keeps the value unless there is one already, in one transaction; gives what is kept. */
async function keepFirst<Value>(
  database: IDBDatabase,
  storeName: string,
  name: string,
  value: Value,
): Promise<Value> {
  const transaction = database.transaction(storeName, 'readwrite', { durability: 'strict' })
  const completion = completionOf(transaction)
  completion.catch(() => {})
  const store = transaction.objectStore(storeName)
  const present = await resultOf<Value | undefined>(store.get(name))
  if (present === undefined) store.put(value, name)
  await completion
  return present ?? value
}

/** The same members give the same bytes in whatever order they are. */
function boundTo(context: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))
  return new TextEncoder().encode(JSON.stringify(entries))
}
