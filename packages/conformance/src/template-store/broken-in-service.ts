import { DisposedError, type StoredRecord, type TemplateStore } from '@faceward/spec'
import { type BrokenTemplateStore, breakHarness, breakStore } from './broken-store.js'

/** Doubles for the cases about starting, stopping, lasting and owning up. */
export const brokenInService: readonly BrokenTemplateStore[] = [
  {
    caughtBy: 'says that it is well',
    breakPlace: breakStore(() => ({ health: async () => ({ status: 'failing' }) })),
  },
  {
    caughtBy: 'closes once and for all, however often it is asked',
    breakPlace: breakStore((store) => {
      const closed = new Set<TemplateStore>()
      return {
        async close() {
          if (closed.has(store)) throw new DisposedError('The store')
          closed.add(store)
          await store.close()
        },
      }
    }),
  },
  {
    caughtBy: 'finishes what is under way before it closes',
    breakPlace: breakStore((store) => ({
      async put(key, bytes, options) {
        const own = bytes.slice()
        await Promise.resolve()
        return store.put(key, own, options)
      },
    })),
  },
  {
    caughtBy: 'does nothing in a call that was aborted before it began',
    breakPlace: breakStore((store) => ({ delete: (key) => store.delete(key) })),
  },
  {
    caughtBy: 'keeps records over close and reopen',
    breakPlace: breakStore(inMemory),
  },
  {
    caughtBy: 'shows each of two users of a place what the other did',
    breakPlace: breakStore(cached),
  },
  {
    caughtBy: 'loses no write of two processes, and lets one of them win each race',
    breakPlace: breakHarness((place) => ({
      runElsewhere: async (job) => {
        const result = await place.runElsewhere!({ ...job, writes: job.writes - 1 })
        return { ...result, written: job.writes }
      },
    })),
  },
  {
    caughtBy: 'leaves no byte of a deleted subject behind',
    // Hides instead of erasing.
    breakPlace: breakStore(() => ({ deleteSubject: async () => 10 })),
  },
  {
    caughtBy: 'reports a damaged place as corrupt and hands out nothing',
    breakPlace: breakHarness(() => ({ damage: async () => {} })),
  },
  {
    caughtBy: 'reports a full place and keeps what was there, whole',
    breakPlace: breakStore((store) => ({
      put: (key, bytes, options) => store.put(key, bytes, options).catch(() => ({ revision: 1 })),
    })),
  },
  {
    caughtBy: 'reports an unwritable place',
    breakPlace: breakHarness((place) => ({ openUnwritable: () => place.open() })),
  },
  {
    caughtBy: 'says that it is failing while it cannot be written, and well again afterwards',
    breakPlace: breakStore(() => ({ health: async () => ({ status: 'ok' }) })),
  },
]

/** Remembers what it read and wrote, and hands out the same objects again. */
export function cached(store: TemplateStore): Partial<TemplateStore> {
  const known = new Map<string, StoredRecord | undefined>()
  return {
    async get(key, options) {
      const address = JSON.stringify(key)
      if (!known.has(address)) known.set(address, await store.get(key, options))
      return known.get(address)
    },
    async put(key, bytes, options) {
      known.delete(JSON.stringify(key))
      return store.put(key, bytes, options)
    },
  }
}

/** Acknowledges writes it keeps only for itself. */
function inMemory(): Partial<TemplateStore> {
  const records = new Map<string, StoredRecord>()
  return {
    get: async (key) => records.get(JSON.stringify(key)),
    async put(key, bytes) {
      const revision = (records.get(JSON.stringify(key))?.revision ?? 0) + 1
      const record = { key, revision, bytes: bytes.slice(), createdAtMs: 0, updatedAtMs: 0 }
      records.set(JSON.stringify(key), record)
      return { revision }
    },
  }
}
