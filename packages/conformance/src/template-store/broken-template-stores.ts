import {
  type Collection,
  type PutOptions,
  type RecordKey,
  StorageError,
  type StoredRecord,
  type TemplateStore,
} from '@faceward/spec'
import { brokenInService, cached } from './broken-in-service.js'
import {
  type BreakPlace,
  type BrokenTemplateStore,
  breakStore,
  changeKeys,
  changeRecords,
} from './broken-store.js'
import { writeInSteps } from './write-in-steps.js'

const WITHOUT_OPTIONS: BreakPlace = breakStore((store) => ({
  put: (key, bytes) => store.put(key, bytes),
  delete: (key) => store.delete(key),
}))

/** One double for every case of `templateStoreCases`. */
export const brokenTemplateStores: readonly BrokenTemplateStore[] = [
  {
    caughtBy: 'declares its version, its id and the capabilities it was said to have',
    breakPlace: breakStore(({ capabilities }) => ({
      capabilities: { ...capabilities, durable: !capabilities.durable },
    })),
  },
  {
    caughtBy: 'gives back 0 B to 1 MB of every byte value',
    breakPlace: changeRecords((record) => ({ ...record, bytes: record.bytes.slice(0, 65_536) })),
  },
  {
    caughtBy: 'knows nothing of a record that was never put',
    breakPlace: breakStore((store) => ({
      get: async (key, options) =>
        (await store.get(key, options)) ?? {
          key,
          revision: 0,
          bytes: new Uint8Array(0),
          createdAtMs: 0,
          updatedAtMs: 0,
        },
    })),
  },
  {
    caughtBy: 'keeps ids of every script and of the longest length apart',
    breakPlace: changeNames((name) => name.slice(0, 254)),
  },
  {
    caughtBy: 'keeps neighbours apart: prefixes, wildcards, case, accents, parts that touch',
    breakPlace: changeKeys((key) => ({ ...key, subject: 'all', id: `${key.subject}/${key.id}` })),
  },
  {
    caughtBy: 'keeps tenants, subjects and collections apart',
    breakPlace: changeKeys((key) => ({ ...key, collection: 'templates' })),
  },
  {
    caughtBy: 'refuses keys that some store could not keep apart',
    breakPlace: changeNames((name) => name.replaceAll('\0', '') || 'nobody'),
  },
  {
    caughtBy: 'takes the bytes at the call: the caller may change its buffer at once',
    breakPlace: breakStore((store) => ({
      async put(key, bytes, options) {
        await Promise.resolve()
        return store.put(key, bytes, options)
      },
    })),
  },
  {
    caughtBy: 'takes the bytes of a view, not of the buffer behind it',
    breakPlace: breakStore((store) => ({
      put: (key, bytes, options) => store.put(key, new Uint8Array(bytes.buffer), options),
    })),
  },
  {
    caughtBy: 'hands out copies: changing a record changes nothing in the store',
    breakPlace: breakStore(cached),
  },
  {
    caughtBy: 'counts revisions from 1, up by one a write',
    breakPlace: changeRecords((record) => ({ ...record, revision: 1 })),
  },
  { caughtBy: 'writes only over the expected revision', breakPlace: WITHOUT_OPTIONS },
  ...['lets one of 50 creations at once win', 'lets one of 50 updates at once win'].map((caughtBy) => ({
    caughtBy,
    // Looks first and writes afterwards: right for one caller, wrong for two.
    breakPlace: breakStore((store) => ({
      async put(key: RecordKey, bytes: Uint8Array, options: PutOptions = {}) {
        const { expectedRevision, ...rest } = options
        const own = bytes.slice()
        const present = (await store.get(key))?.revision ?? 0
        if (expectedRevision !== undefined && expectedRevision !== present) throw conflict()
        return store.put(key, own, rest)
      },
    })),
  })),
  {
    caughtBy: 'gives each of 50 unconditional writes at once a revision of its own',
    breakPlace: breakStore((store) => ({
      async put(key, bytes, options) {
        const own = bytes.slice()
        const before = (await store.get(key))?.revision ?? 0
        await store.put(key, own, options)
        return { revision: before + 1 }
      },
    })),
  },
  ...['gives a record to one of 50 deletions at once', 'deletes a record once'].map((caughtBy) => ({
    caughtBy,
    breakPlace: breakStore((store) => ({
      async delete(key) {
        await store.delete(key)
        return true
      },
    })),
  })),
  {
    caughtBy: 'keeps the time of creation and moves the time of the last write',
    breakPlace: changeRecords((record) => ({ ...record, createdAtMs: record.updatedAtMs })),
  },
  {
    caughtBy: 'names nobody in a conflict',
    breakPlace: breakStore((store) => ({
      put: (key, bytes, options) =>
        store.put(key, bytes, options).catch(() => {
          throw new StorageError(`The record ${key.id} of ${key.subject} was changed.`, { code: 'conflict' })
        }),
    })),
  },
  {
    caughtBy: 'puts and deletes several records in one write',
    breakPlace: breakStore((store) => ({ write: (changes) => store.write(changes.slice(0, 1)) })),
  },
  {
    caughtBy: 'writes nothing when one of the revisions is another',
    breakPlace: breakStore((store) => ({ write: (changes) => writeInSteps(store, changes) })),
  },
  {
    caughtBy: 'lets writes at once win whole or not at all',
    breakPlace: breakStore((store) => ({ write: (changes) => writeInSteps(store, changes) })),
  },
  {
    caughtBy: 'refuses writes that no store could make in one step',
    breakPlace: breakStore((store) => ({ write: (changes) => writeInSteps(store, changes) })),
  },
  {
    caughtBy: 'takes the bytes of a write at the call',
    breakPlace: breakStore((store) => ({
      async write(changes) {
        await Promise.resolve()
        return store.write(changes)
      },
    })),
  },
  { caughtBy: 'deletes only the expected revision', breakPlace: WITHOUT_OPTIONS },
  {
    caughtBy: 'starts again at revision 1 after a deletion',
    // A tombstone instead of a deletion.
    breakPlace: breakStore((store) => ({
      async delete(key, options) {
        const present = await store.get(key)
        if (present) await store.put(key, new Uint8Array(0), options)
        return present !== undefined
      },
    })),
  },
  {
    caughtBy: 'deletes a subject from every collection but audit, and nobody else',
    breakPlace: breakStore((store) => ({
      deleteSubject: (tenantId, subject) => deleteIn(store, ['templates'], tenantId, subject),
    })),
  },
  ...['counts an expired record as absent', 'takes the end of a record from its last write'].map(
    (caughtBy) => ({
      caughtBy,
      breakPlace: breakStore((store) => ({
        put(key: RecordKey, bytes: Uint8Array, { expiresAtMs: _, ...rest }: PutOptions = {}) {
          return store.put(key, bytes, rest)
        },
      })),
    }),
  ),
  {
    caughtBy: 'lists by subject, then id, one tenant and collection',
    breakPlace: changePages((records) => records.toReversed()),
  },
  {
    caughtBy: 'lists one subject when asked',
    breakPlace: breakStore((store) => ({ list: ({ subject: _, ...options }) => store.list(options) })),
  },
  {
    caughtBy: 'pages through records without repeating or leaving out any',
    breakPlace: changePages((records) => records.slice(0, 99)),
  },
  {
    caughtBy: 'keeps a cursor good while records come and go',
    breakPlace: breakStore((store) => ({
      // A count instead of a position.
      async list({ cursor, limit = 100, ...options }) {
        const start = cursor === undefined ? 0 : Number(cursor)
        const { records } = await store.list({ ...options, limit: 1000 })
        const page = { records: records.slice(start, start + limit) }
        return records.length > start + limit ? { ...page, nextCursor: String(start + limit) } : page
      },
    })),
  },
  {
    caughtBy: 'refuses page sizes and cursors that are none',
    breakPlace: breakStore((store) => ({
      list: (options) => store.list(options).catch(() => ({ records: [] })),
    })),
  },
  {
    caughtBy: 'names every tenant that has a record, each once',
    // One that only those with a template are told of.
    breakPlace: breakStore((store) => ({
      async tenants(options) {
        const all = await store.tenants(options)
        const pages = await Promise.all(
          all.map((tenantId) => store.list({ collection: 'templates', tenantId })),
        )
        return all.filter((_, index) => pages[index]!.records.length > 0)
      },
    })),
  },
  ...brokenInService,
]

function changeNames(change: (name: string) => string): BreakPlace {
  return changeKeys(({ collection, tenantId, subject, id }) => ({
    collection,
    tenantId: change(tenantId),
    subject: change(subject),
    id: change(id),
  }))
}

function changePages(change: (records: readonly StoredRecord[]) => readonly StoredRecord[]): BreakPlace {
  return breakStore((store) => ({
    async list(options) {
      const page = await store.list(options)
      return { ...page, records: change(page.records) }
    },
  }))
}

async function deleteIn(
  store: TemplateStore,
  collections: readonly Collection[],
  tenantId: string,
  subject: string,
): Promise<number> {
  let deleted = 0
  for (const collection of collections) {
    const { records } = await store.list({ collection, tenantId, subject })
    for (const { key } of records) if (await store.delete(key)) deleted++
  }
  return deleted
}

function conflict(): StorageError {
  return new StorageError('The record was changed meanwhile.', { code: 'conflict' })
}
