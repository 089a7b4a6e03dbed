import type { KeyProvider, TemplateCipher, TemplateStore } from '@faceward/spec'
import { openDeviceKey, openIndexedDbStore } from '@faceward/storage-indexeddb'
import {
  createTemplateCipher,
  createWrappedKeyring,
  wrapNewKey,
  xchachaAead,
} from '@faceward/template-cipher'
import { webClock } from '../environment/web-clock.js'
import { webRandom } from '../environment/web-random.js'

/** Binds the template key to the database it is for. */
const contextOf = (databaseName: string) => ({ database: databaseName })

/** The name of the database of the device key. */
export const keyDatabaseOf = (databaseName: string) => `${databaseName}-keys`

/**
 * Templates in IndexedDB, sealed under a key that is kept wrapped by a key scripts cannot read. With the smaller of the
 * two algorithms that every envelope may have (decision 0062): the page loads 11 kB less.
 */
export async function openDeviceVault(
  databaseName: string,
  given: { readonly keys?: KeyProvider; readonly store?: TemplateStore; readonly cipher?: TemplateCipher },
): Promise<{ readonly store: TemplateStore; readonly cipher: TemplateCipher }> {
  const cipher =
    given.cipher ??
    createTemplateCipher({
      aead: xchachaAead,
      keys: given.keys ?? (await deviceKeys(databaseName)),
      random: webRandom,
    })
  try {
    const store = given.store ?? (await openIndexedDbStore({ name: databaseName, clock: webClock }))
    return { store, cipher }
  } catch (error) {
    await cipher.dispose()
    throw error
  }
}

async function deviceKeys(databaseName: string): Promise<KeyProvider> {
  const wrapper = await openDeviceKey({ name: keyDatabaseOf(databaseName) })
  const context = contextOf(databaseName)
  const wrapped = await wrapper.keepOnce('template-key', () =>
    wrapNewKey({ wrapper, random: webRandom, context }),
  )
  const keyring = createWrappedKeyring({ wrapper, wrapped: [wrapped], context })
  return {
    ...keyring,
    wipe() {
      keyring.wipe()
      wrapper.close()
    },
  }
}
