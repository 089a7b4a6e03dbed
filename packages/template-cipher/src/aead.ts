/** The algorithms an envelope can name, with the byte that stands for each. Never renumber. */
export const AEAD_CODES = {
  'xsalsa20-poly1305': 1,
  'xchacha20-poly1305': 2,
} as const

export type AeadAlgorithm = keyof typeof AEAD_CODES

/**
 * Authenticated encryption with a 32-byte key and a 24-byte nonce. Implementations of one algorithm give the
 * same bytes, so records sealed by one open with another. Neither method keeps or changes what it is given.
 */
export interface Aead {
  readonly algorithm: AeadAlgorithm
  /** The ciphertext with its 16-byte tag; a new buffer. */
  seal(key: Uint8Array, nonce: Uint8Array, plaintext: Uint8Array): Uint8Array
  /** The plaintext in a new buffer, or undefined when key, nonce or any byte is another. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array | undefined
}

export const KEY_LENGTH = 32
export const NONCE_LENGTH = 24
export const TAG_LENGTH = 16
