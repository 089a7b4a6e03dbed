import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { type Aead, TAG_LENGTH } from './aead.js'

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) by @noble/ciphers. */
export const xchachaAead: Aead = {
  algorithm: 'xchacha20-poly1305',

  seal: (key, nonce, plaintext) => xchacha20poly1305(key, nonce).encrypt(plaintext),

  open(key, nonce, sealed) {
    if (sealed.length < TAG_LENGTH) return undefined
    try {
      return xchacha20poly1305(key, nonce).decrypt(sealed)
    } catch {
      return undefined
    }
  },
}
