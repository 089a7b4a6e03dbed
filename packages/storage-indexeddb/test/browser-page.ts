// Runs in Chromium; what the tests call is put on the page.
import {
  performStoreJob,
  runConformance,
  type TemplateStoreHarness,
  templateStoreCases,
} from '@faceward/conformance'
import { openDeviceKey, openIndexedDbStore } from '@faceward/storage-indexeddb'

const places = { count: 0 }

const harness: TemplateStoreHarness = {
  capabilities: { durable: true, multiProcess: true, secureDelete: false },
  async createPlace({ clock }) {
    const name = `place-${places.count++}`
    const open = () => openIndexedDbStore({ name, clock })
    return {
      open,
      // Another connection, as another tab of the site would have.
      async runElsewhere(job) {
        const store = await open()
        const result = await performStoreJob(store, job)
        await store.close()
        return result
      },
      async remove() {
        indexedDB.deleteDatabase(name)
      },
    }
  },
}

const page = {
  async conformance() {
    const outcomes = await runConformance(templateStoreCases(harness))
    return {
      kept: outcomes.filter(({ status }) => status === 'kept').length,
      broken: outcomes.filter(({ status }) => status === 'broken'),
    }
  },
  async wrap(name: string, secret: readonly number[], context: Record<string, string>): Promise<string> {
    const key = await openDeviceKey({ name })
    try {
      return await key.wrap(Uint8Array.from(secret), context)
    } finally {
      key.close()
    }
  },
  /** The secret, or the error's name and code. */
  async unwrap(
    name: string,
    wrapped: string,
    context: Record<string, string>,
  ): Promise<readonly number[] | string> {
    const key = await openDeviceKey({ name })
    try {
      return Array.from(await key.unwrap(wrapped, context))
    } catch (error) {
      const { name: kind, code } = error as { name: string; code: string }
      return `${kind} ${code}`
    } finally {
      key.close()
    }
  },
  /** Several tabs at the same time, each with a text of its own. */
  async keepOnce(name: string, count: number): Promise<readonly string[]> {
    return Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const key = await openDeviceKey({ name })
        const kept = await key.keepOnce('template-key', async () => `text of ${index}`)
        key.close()
        return kept
      }),
    )
  },
  /** What a script of the page gets that goes past this package and reads the database itself. */
  async steal(name: string): Promise<{ types: readonly string[]; exported: string }> {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => resolve(opening.result)
      opening.onerror = () => reject(opening.error)
    })
    const all = await Promise.all(
      Array.from(database.objectStoreNames, (store) => {
        const request = database.transaction(store).objectStore(store).getAll()
        return new Promise<unknown[]>((resolve) => {
          request.onsuccess = () => resolve(request.result)
        })
      }),
    )
    database.close()
    const values = all.flat()
    const key = values.find((value) => value instanceof CryptoKey)
    const exported = key
      ? await crypto.subtle.exportKey('raw', key).then(
          () => 'exported',
          ({ name: kind }: Error) => kind,
        )
      : 'no key'
    return {
      types: values.map((value) => (value instanceof CryptoKey ? 'CryptoKey' : typeof value)).sort(),
      exported,
    }
  },
}
export type BrowserPage = typeof page
Object.assign(globalThis, { page })
