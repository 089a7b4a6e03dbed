import type { CallOptions, Plugin } from './plugin.js'

/**
 * What a sealed record is bound to. The opener states what it expects (from the request and the row, never
 * from the blob); any difference fails to open.
 */
export interface SealContext {
  readonly tenantId: string
  /** The subject's pseudonym as the store knows it. */
  readonly subject: string
  readonly recordId: string
  /** The embedding models inside, joined; empty for records that hold no template. */
  readonly modelId: string
  /** The record's revision. */
  readonly revision: number
}

/** What can be read of a sealed record without a key. */
export interface SealedHeader {
  readonly keyId: string
}

/** A 32-byte master key. */
export interface TemplateKey {
  readonly keyId: string
  readonly key: Uint8Array
}

/** Where keys come from: the environment, a KMS, a file. */
export interface KeyProvider {
  /** The key new records are sealed with. */
  active(options?: CallOptions): Promise<TemplateKey>
  /** An older key, for opening; undefined when it is not known. */
  byId(keyId: string, options?: CallOptions): Promise<TemplateKey | undefined>
  /** Overwrites keys held in memory. */
  wipe(): void
}

/** Seals and opens records. */
export interface TemplateCipher extends Plugin {
  seal(plaintext: Uint8Array, context: SealContext, options?: CallOptions): Promise<Uint8Array>
  /** @throws TemplateSecurityError, one and the same for a wrong key, context or byte (no oracle). */
  open(sealed: Uint8Array, context: SealContext, options?: CallOptions): Promise<Uint8Array>
  /** @throws TemplateSecurityError when the bytes are no sealed record. */
  inspect(sealed: Uint8Array): SealedHeader
  /** True when `open` would succeed but the record should be sealed anew with the active key. */
  needsRewrap(sealed: Uint8Array, options?: CallOptions): Promise<boolean>
  /** A keyed pseudonym: HMAC-SHA256 over the length-prefixed parts, base64url. */
  pseudonym(indexKey: Uint8Array, parts: readonly string[]): string
  /** Overwrites keys held in memory. */
  dispose(): Promise<void>
}
