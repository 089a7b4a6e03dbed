import type { CallOptions, Plugin } from './plugin.js'

/**
 * What a record is for. Templates and what an API shares between processes live behind one interface, so
 * that deleting a subject leaves nothing anywhere.
 */
export type Collection = 'templates' | 'keys' | 'challenges' | 'attempts' | 'idempotency' | 'audit'

/** Every collection a store keeps. */
export const COLLECTIONS: readonly Collection[] = [
  'templates',
  'keys',
  'challenges',
  'attempts',
  'idempotency',
  'audit',
]

/** The longest tenant, subject or record id, in UTF-16 units: three of them fit into one index entry of PostgreSQL. */
export const LONGEST_RECORD_NAME = 255

/** Where a record lives. Ids are opaque to the store; `subject` is a pseudonym, never a raw user id. */
export interface RecordKey {
  readonly collection: Collection
  readonly tenantId: string
  readonly subject: string
  readonly id: string
}

/** A stored record: opaque bytes under a key. */
export interface StoredRecord {
  readonly key: RecordKey
  /** 1 for a new record, then up by one a write. */
  readonly revision: number
  readonly bytes: Uint8Array
  readonly createdAtMs: number
  readonly updatedAtMs: number
  readonly expiresAtMs?: number
}

export interface PutOptions extends CallOptions {
  /** Write only if the stored revision is this one; 0 = only if there is no record. */
  readonly expectedRevision?: number
  /** After this time (Unix ms) the record counts as absent and may be swept. */
  readonly expiresAtMs?: number
}

export interface DeleteOptions extends CallOptions {
  /** Delete only if the stored revision is this one. */
  readonly expectedRevision?: number
}

/** One record of a `write`: put, or deleted when it has no bytes. The options are those of `put` and `delete`. */
export interface RecordChange {
  readonly key: RecordKey
  readonly bytes?: Uint8Array
  readonly expectedRevision?: number
  readonly expiresAtMs?: number
}

export interface ListOptions extends CallOptions {
  readonly collection: Collection
  readonly tenantId: string
  readonly subject?: string
  /** From the last page's `nextCursor`. */
  readonly cursor?: string
  /** At most this many records, default 100. */
  readonly limit?: number
}

export interface RecordPage {
  readonly records: readonly StoredRecord[]
  readonly nextCursor?: string
}

export interface StoreHealth {
  readonly status: 'ok' | 'failing'
  /** For operators; holds no record content. */
  readonly detail?: string
}

/** Declared, so that a conformance kit skips only what a store does not claim. */
export interface StoreCapabilities {
  /** Records outlive the process. */
  readonly durable: boolean
  /** Several processes may use the same storage. */
  readonly multiProcess: boolean
  /** Deleted bytes are overwritten in the store's own files. */
  readonly secureDelete: boolean
}

/** Keeps sealed records. Every method throws StorageError when the machinery fails, and never half-writes. */
export interface TemplateStore extends Plugin {
  readonly capabilities: StoreCapabilities
  /** The record, or undefined; the bytes are the caller's own copy. */
  get(key: RecordKey, options?: CallOptions): Promise<StoredRecord | undefined>
  /** Resolves when the write is as durable as the store promises. @throws StorageError `conflict` on another revision. */
  put(key: RecordKey, bytes: Uint8Array, options?: PutOptions): Promise<{ readonly revision: number }>
  /** True when a record was deleted. @throws StorageError `conflict` on another revision. */
  delete(key: RecordKey, options?: DeleteOptions): Promise<boolean>
  /**
   * Changes several records of a tenant, all of them, as durably as `put`, or none. Another step sees all or none.
   * A change that expects a revision other than 0 fails when there is no record, a deletion too.
   * @throws StorageError `conflict` on another revision; `invalid-key` on keys of two tenants, a key twice, or keys
   * of the collection `keys` beside others, which may be kept elsewhere.
   */
  write(changes: readonly RecordChange[], options?: CallOptions): Promise<void>
  /** Deletes every record of a subject in every collection but `audit`; the number deleted. */
  deleteSubject(tenantId: string, subject: string, options?: CallOptions): Promise<number>
  /** Ordered by subject, then id; a cursor stays valid while records come and go. */
  list(options: ListOptions): Promise<RecordPage>
  /**
   * Every tenant that has a record in any collection, each once, in any order: what works on the whole store, say a
   * rotation of keys, begins here. A tenant of nothing but expired records may be among them.
   */
  tenants(options?: CallOptions): Promise<readonly string[]>
  health(options?: CallOptions): Promise<StoreHealth>
  /** Waits for what is under way; calling it again does nothing; later calls throw DisposedError. */
  close(): Promise<void>
}
