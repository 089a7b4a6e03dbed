export { openSqliteStore, type SqliteStore } from './open-sqlite-store.js'
export type { SqliteStoreOptions } from './sqlite-store-options.js'
