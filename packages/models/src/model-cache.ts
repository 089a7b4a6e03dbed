/** Keeps model files by their content. An implementation may lose them at any time. */
export interface ModelCache {
  /** The bytes with this SHA-256, or undefined. Whoever asks checks them again. */
  get(sha256: string): Promise<Uint8Array | undefined>
  put(sha256: string, bytes: Uint8Array): Promise<void>
}
