export { openPostgresStore } from './open-postgres-store.js'
export type { PostgresStoreOptions } from './postgres-store-options.js'
