import { resultOf } from './requests.js'

const VERSION = 1

/** The one object store; its keys are `[collection, tenant, subject, id]`. */
export const RECORDS = 'records'

/** Its index of records that end. */
export const BY_EXPIRY = 'by-expiry'

/** Opens the database, made when missing. @throws DOMException. */
export async function openDatabase(factory: IDBFactory, name: string): Promise<IDBDatabase> {
  const opening = factory.open(name, VERSION)
  opening.onupgradeneeded = () => {
    const records = opening.result.createObjectStore(RECORDS)
    records.createIndex(BY_EXPIRY, 'expiresAtMs')
  }
  const database = await resultOf(opening)
  // Another tab wants to upgrade or delete: in its way, it would wait for this one for ever.
  database.onversionchange = () => database.close()
  return database
}
