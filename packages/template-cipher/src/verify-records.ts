import { assertKnownOptions, unframeRecord } from '@faceward/plugin-kit'
import {
  type CallOptions,
  type Collection,
  type RecordKey,
  type TemplateCipher,
  TemplateSecurityError,
  type TemplateStore,
} from '@faceward/spec'
import { openRecord } from './sealed-record.js'
import { walkRecords } from './walk-records.js'

export interface VerifyOptions extends CallOptions {
  readonly store: TemplateStore
  readonly cipher: TemplateCipher
  readonly tenantId: string
  /** Which collections hold sealed records; default `keys` and `templates`. */
  readonly collections?: readonly Collection[]
  /** After each page. */
  readonly onProgress?: (report: VerifyReport) => void
}

export interface VerifyReport {
  readonly scanned: number
  readonly opened: number
  /** Opened, and due to be sealed anew. */
  readonly outdated: number
  readonly unreadable: number
  /** The first 100 keys of records that do not open. */
  readonly unreadableKeys: readonly RecordKey[]
  /** How many records that open are sealed with which key. */
  readonly keyIds: Readonly<Record<string, number>>
}

const MOST_KEYS = 100

/**
 * Opens every sealed record of a tenant and throws the plaintext away: whether the keys at hand are all that
 * are needed, and nothing was changed.
 *
 * @throws StorageError, KeyProviderError; ConfigurationError `invalid-options`.
 */
export async function verifyRecords(options: VerifyOptions): Promise<VerifyReport> {
  assertKnownOptions('verifyRecords', options, [
    'store',
    'cipher',
    'tenantId',
    'collections',
    'onProgress',
    'signal',
  ])
  const { store, cipher, tenantId, collections = ['keys', 'templates'], onProgress, signal } = options
  const tally = { scanned: 0, opened: 0, outdated: 0, unreadable: 0 }
  const unreadableKeys: RecordKey[] = []
  const keyIds = new Map<string, number>()
  const call = signal ? { signal } : {}
  const report = () => ({ ...tally, unreadableKeys: [...unreadableKeys], keyIds: Object.fromEntries(keyIds) })

  for await (const { records } of walkRecords({ store, tenantId, collections, ...call })) {
    for (const record of records) {
      signal?.throwIfAborted()
      tally.scanned++
      try {
        const { plaintext } = await openRecord(cipher, record, call)
        plaintext.fill(0)
        const { sealed } = unframeRecord(record.bytes)
        const { keyId } = cipher.inspect(sealed)
        keyIds.set(keyId, (keyIds.get(keyId) ?? 0) + 1)
        tally.opened++
        if (await cipher.needsRewrap(sealed, call)) tally.outdated++
      } catch (error) {
        if (!TemplateSecurityError.isInstance(error)) throw error
        tally.unreadable++
        if (unreadableKeys.length < MOST_KEYS) unreadableKeys.push(record.key)
      }
    }
    onProgress?.(report())
  }
  return report()
}
