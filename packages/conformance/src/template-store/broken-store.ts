import type { RecordKey, StoredRecord, TemplateStore } from '@faceward/spec'
import type { StorePlace } from './template-store-harness.js'

/** A store with one promise broken, and the case that must notice. */
export interface BrokenTemplateStore {
  /** The name of the case. */
  readonly caughtBy: string
  /** Breaks what a place that passes every case opens. */
  readonly breakPlace: BreakPlace
}

export type BreakPlace = (place: StorePlace) => StorePlace

/** Every store opened at the place loses one of its good ways; each has a state of its own. */
export function breakStore(change: (store: TemplateStore) => Partial<TemplateStore>): BreakPlace {
  const broken = async (opening: Promise<TemplateStore>) => {
    const store = await opening
    return { ...delegateTo(store), ...change(store) }
  }
  return (place) => ({
    ...delegatePlace(place),
    open: () => broken(place.open()),
    ...(place.openFull && { openFull: () => broken(place.openFull!()) }),
    ...(place.openUnwritable && { openUnwritable: () => broken(place.openUnwritable!()) }),
  })
}

/** The place itself loses one of its good ways. */
export function breakHarness(change: (place: StorePlace) => Partial<StorePlace>): BreakPlace {
  return (place) => ({ ...delegatePlace(place), ...change(place) })
}

/** Every key goes through `change` on its way in; what comes out keeps the key it was asked for. */
export function changeKeys(change: (key: RecordKey) => RecordKey): BreakPlace {
  return breakStore((store) => ({
    get: async (key, options) => withKey(key, await store.get(change(key), options)),
    put: (key, bytes, options) => store.put(change(key), bytes, options),
    delete: (key, options) => store.delete(change(key), options),
  }))
}

/** Every record read goes through `change`. */
export function changeRecords(change: (record: StoredRecord) => StoredRecord): BreakPlace {
  return breakStore((store) => ({
    async get(key, options) {
      const record = await store.get(key, options)
      return record && change(record)
    },
    async list(options) {
      const page = await store.list(options)
      return { ...page, records: page.records.map(change) }
    },
  }))
}

function withKey(key: RecordKey, record: StoredRecord | undefined): StoredRecord | undefined {
  return record && { ...record, key }
}

/** Plain members that call the store, so that a store may be a class and still be wrapped. */
function delegateTo(store: TemplateStore): TemplateStore {
  return {
    specificationVersion: store.specificationVersion,
    id: store.id,
    capabilities: store.capabilities,
    get: (...args) => store.get(...args),
    put: (...args) => store.put(...args),
    delete: (...args) => store.delete(...args),
    write: (...args) => store.write(...args),
    deleteSubject: (...args) => store.deleteSubject(...args),
    list: (...args) => store.list(...args),
    tenants: (...args) => store.tenants(...args),
    health: (...args) => store.health(...args),
    close: () => store.close(),
  }
}

function delegatePlace(place: StorePlace): StorePlace {
  return {
    open: () => place.open(),
    ...(place.runElsewhere && { runElsewhere: (job) => place.runElsewhere!(job) }),
    ...(place.countOccurrences && { countOccurrences: (bytes) => place.countOccurrences!(bytes) }),
    ...(place.damage && { damage: () => place.damage!() }),
    ...(place.openFull && { openFull: () => place.openFull!() }),
    ...(place.openUnwritable && { openUnwritable: () => place.openUnwritable!() }),
    remove: () => place.remove(),
  }
}
