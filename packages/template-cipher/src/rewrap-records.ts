import { assertKnownOptions, unframeRecord } from '@faceward/plugin-kit'
import {
  type CallOptions,
  type Collection,
  type RecordKey,
  StorageError,
  type StoredRecord,
  type TemplateCipher,
  TemplateSecurityError,
  type TemplateStore,
} from '@faceward/spec'
import { openRecord, sealRecord } from './sealed-record.js'
import { type WalkPosition, walkRecords } from './walk-records.js'

export interface RewrapOptions extends CallOptions {
  readonly store: TemplateStore
  readonly cipher: TemplateCipher
  readonly tenantId: string
  /** Which collections hold sealed records; default `keys` and `templates`. */
  readonly collections?: readonly Collection[]
  /** Count what is to be done, and write nothing. */
  readonly dryRun?: boolean
  /** `outdated`: what `needsRewrap`. `all`: everything that opens, say to take up another cipher. Default `outdated`. */
  readonly which?: 'outdated' | 'all'
  /** Where an earlier run stopped; without it the walk begins anew, and passes over what is done. */
  readonly from?: WalkPosition
  /** After each page. */
  readonly onProgress?: (report: RewrapReport) => void
}

export interface RewrapReport {
  readonly scanned: number
  /** Sealed anew; in a dry run: to be sealed anew. */
  readonly rewrapped: number
  /** Written by others again and again meanwhile, so that this run left them as they are. */
  readonly conflicts: number
  /** Records that do not open, or are not sealed at all; the first 100 of their keys. */
  readonly unreadable: number
  readonly unreadableKeys: readonly RecordKey[]
  /** How many records are sealed with which key as the run leaves them. A key that is 0 here can be removed. */
  readonly keyIds: Readonly<Record<string, number>>
  /** Where to go on if the run is stopped now; undefined at the end. */
  readonly next: WalkPosition | undefined
}

const KNOWN = [
  'store',
  'cipher',
  'tenantId',
  'collections',
  'dryRun',
  'which',
  'from',
  'onProgress',
  'signal',
]
const MOST_KEYS = 100

/**
 * Seals a tenant's records anew with the active key, without anybody being enrolled again. It can be
 * stopped at any time and run again: every record is always whole, under the old key or the new. Others may
 * use the store meanwhile.
 *
 * @throws StorageError, KeyProviderError; ConfigurationError `invalid-options`. A record that does not open
 * is counted, not thrown.
 */
export async function rewrapRecords(options: RewrapOptions): Promise<RewrapReport> {
  assertKnownOptions('rewrapRecords', options, KNOWN)
  const { store, tenantId, collections = ['keys', 'templates'], from, onProgress, signal } = options
  const tally = { scanned: 0, rewrapped: 0, conflicts: 0, unreadable: 0 }
  const unreadableKeys: RecordKey[] = []
  const keyIds = new Map<string, number>()
  const reportAt = (next: WalkPosition | undefined): RewrapReport => ({
    ...tally,
    unreadableKeys: [...unreadableKeys],
    keyIds: Object.fromEntries(keyIds),
    next,
  })
  const state: { report: RewrapReport } = { report: reportAt(undefined) }
  const walk = { store, tenantId, collections, ...(from && { from }), ...(signal && { signal }) }

  for await (const { records, next } of walkRecords(walk)) {
    for (const record of records) {
      signal?.throwIfAborted()
      const { outcome, keyId } = await rewrapRecord(options, record)
      // Deleted since it was listed: there is nothing to seal.
      if (outcome === 'deleted') continue
      tally.scanned++
      if (outcome !== 'current') tally[outcome]++
      if (outcome === 'unreadable' && unreadableKeys.length < MOST_KEYS) unreadableKeys.push(record.key)
      if (keyId !== undefined) keyIds.set(keyId, (keyIds.get(keyId) ?? 0) + 1)
    }
    state.report = reportAt(next)
    onProgress?.(state.report)
  }
  return state.report
}

interface RecordOutcome {
  readonly outcome: 'current' | 'rewrapped' | 'conflicts' | 'unreadable' | 'deleted'
  /** The key the record is sealed with now. */
  readonly keyId?: string
}

const MOST_TRIES = 5

/** Seals the record anew; one that somebody else wrote in between is read and tried again. */
async function rewrapRecord(options: RewrapOptions, listed: StoredRecord): Promise<RecordOutcome> {
  let record: StoredRecord | undefined = listed
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const result = await tryToRewrap(options, record)
    if (result.outcome !== 'conflicts') return result
    record = await options.store.get(listed.key, options.signal && { signal: options.signal })
    if (record === undefined) return { outcome: 'deleted' }
  }
  return { outcome: 'conflicts' }
}

async function tryToRewrap(options: RewrapOptions, record: StoredRecord): Promise<RecordOutcome> {
  const { store, cipher, dryRun = false, which = 'outdated', signal } = options
  const call = signal ? { signal } : {}
  try {
    const { sealed } = unframeRecord(record.bytes)
    const { keyId } = cipher.inspect(sealed)
    const isDue = which === 'all' || (await cipher.needsRewrap(sealed, call))
    if (!isDue) return { outcome: 'current', keyId }
    // Opened in a dry run, too: what does not open cannot be sealed anew.
    const { modelId, plaintext } = await openRecord(cipher, record, call)
    try {
      if (dryRun) return { outcome: 'rewrapped', keyId }
      const bytes = await sealRecord(cipher, record.key, record.revision + 1, modelId, plaintext, call)
      await store.put(record.key, bytes, {
        ...call,
        expectedRevision: record.revision,
        ...(record.expiresAtMs === undefined ? {} : { expiresAtMs: record.expiresAtMs }),
      })
      return { outcome: 'rewrapped', keyId: cipher.inspect(unframeRecord(bytes).sealed).keyId }
    } finally {
      plaintext.fill(0)
    }
  } catch (error) {
    if (TemplateSecurityError.isInstance(error)) return { outcome: 'unreadable' }
    if (StorageError.isInstance(error) && error.code === 'conflict') return { outcome: 'conflicts' }
    throw error
  }
}
