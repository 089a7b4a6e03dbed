import type { CallOptions } from '@faceward/spec'

/** What a wrapped key is bound to: the same members and values must be given to unwrap it. Not secret. */
export type WrapContext = Readonly<Record<string, string>>

/**
 * A key management service: it encrypts keys with one that never leaves it. Every method throws
 * KeyProviderError: `unavailable` when it is out of reach, `permission-denied`, or `refused` when the
 * wrapped key or the context is wrong.
 */
export interface KeyWrapper {
  /** A name for people and logs. */
  readonly id: string
  /** The wrapped key as text, to be kept in configuration or beside the data. */
  wrap(key: Uint8Array, context: WrapContext, options?: CallOptions): Promise<string>
  /** The key; the caller wipes it. */
  unwrap(wrapped: string, context: WrapContext, options?: CallOptions): Promise<Uint8Array>
  /** The same key wrapped with the service's newest key, without leaving it. */
  rewrap?(wrapped: string, context: WrapContext, options?: CallOptions): Promise<string>
}
