import { assertKnownOptions } from '@faceward/plugin-kit'
import type { CallOptions, Collection, TemplateCipher, TemplateStore } from '@faceward/spec'
import { type VerifyReport, verifyRecords } from './verify-records.js'

export interface StoreVerificationOptions extends CallOptions {
  readonly store: TemplateStore
  readonly cipher: TemplateCipher
  /** Which collections are looked at; by default those that hold sealed records, `keys` and `templates`. */
  readonly collections?: readonly Collection[]
  /** How many records were looked at since the last call. */
  readonly onRecords?: (count: number) => void
}

export interface StoreVerification {
  /** Every tenant that has a sealed record. */
  readonly tenants: readonly ({ readonly tenantId: string } & VerifyReport)[]
  /** Every record was opened, and is sealed with the active key. */
  readonly isCurrent: boolean
}

/**
 * Opens every sealed record of every tenant and throws the plaintext away.
 *
 * @throws StorageError, KeyProviderError; ConfigurationError `invalid-options`. A record that does not open
 * is counted, not thrown.
 */
export async function verifyStore(options: StoreVerificationOptions): Promise<StoreVerification> {
  assertKnownOptions('verifyStore', options, ['store', 'cipher', 'collections', 'onRecords', 'signal'])
  const { onRecords, ...parts } = options
  const { store, signal } = parts
  const tenants: StoreVerification['tenants'][number][] = []
  for (const tenantId of (await store.tenants(signal && { signal })).toSorted()) {
    const state = { scanned: 0 }
    const onProgress = ({ scanned }: VerifyReport) => {
      onRecords?.(scanned - state.scanned)
      state.scanned = scanned
    }
    const report = await verifyRecords({ ...parts, tenantId, onProgress })
    if (report.scanned > 0) tenants.push({ tenantId, ...report })
  }
  return {
    tenants,
    isCurrent: tenants.every(({ outdated, unreadable }) => outdated + unreadable === 0),
  }
}
