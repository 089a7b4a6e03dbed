export { type IndexedDbStoreOptions, openIndexedDbStore } from './open-indexed-db-store.js'
