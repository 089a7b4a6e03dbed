import { assertKnownOptions } from '@faceward/plugin-kit'
import type { CallOptions, TemplateCipher, TemplateStore } from '@faceward/spec'
import { type RewrapReport, rewrapRecords } from './rewrap-records.js'
import { type StoreVerification, verifyStore } from './verify-store.js'

export interface StoreRotationOptions extends CallOptions {
  readonly store: TemplateStore
  readonly cipher: TemplateCipher
  /** Count what is to be done, and write nothing. */
  readonly dryRun?: boolean
  /** How many records were looked at since the last call; each is looked at twice, in a dry run once. */
  readonly onRecords?: (count: number) => void
}

export interface StoreRotation {
  /** What was done, or in a dry run would be, tenant by tenant. */
  readonly tenants: readonly ({ readonly tenantId: string } & RewrapReport)[]
  /** What the store holds afterwards; undefined in a dry run. */
  readonly verification: StoreVerification | undefined
}

/**
 * Seals every record of every tenant anew with the active key, then counts and opens them all. Only when
 * `verification.isCurrent` no record of this store needs an older key; that lasts as long as every process that writes
 * has the same active key. Backups made before still need the older one.
 *
 * @throws StorageError, KeyProviderError; ConfigurationError `invalid-options`. A record that does not open
 * is counted, not thrown.
 */
export async function rotateStore(options: StoreRotationOptions): Promise<StoreRotation> {
  assertKnownOptions('rotateStore', options, ['store', 'cipher', 'dryRun', 'onRecords', 'signal'])
  const { dryRun = false, onRecords, ...parts } = options
  const { store, signal } = parts
  const tenants: StoreRotation['tenants'][number][] = []
  for (const tenantId of (await store.tenants(signal && { signal })).toSorted()) {
    const state = { scanned: 0 }
    const onProgress = ({ scanned }: RewrapReport) => {
      onRecords?.(scanned - state.scanned)
      state.scanned = scanned
    }
    const report = await rewrapRecords({ ...parts, tenantId, dryRun, onProgress })
    if (report.scanned > 0) tenants.push({ tenantId, ...report })
  }
  const verification = dryRun ? undefined : await verifyStore({ ...parts, ...(onRecords && { onRecords }) })
  return { tenants, verification }
}
