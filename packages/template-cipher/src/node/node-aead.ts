import { createCipheriv, createDecipheriv } from 'node:crypto'
import { hchacha } from '@noble/ciphers/chacha.js'
import { type Aead, KEY_LENGTH, NONCE_LENGTH, TAG_LENGTH } from '../aead.js'

/** "expand 32-byte k", the constant of ChaCha20 (RFC 8439, 2.3), as little-endian words. */
const SIGMA = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574)
const HCHACHA_INPUT = 16

/**
 * XChaCha20-Poly1305 by node:crypto, the same bytes as `xchachaAead` in about a quarter of the time. OpenSSL
 * knows only the short nonce, so HChaCha20 (draft-irtf-cfrg-xchacha, 2.2) makes the key for it first.
 */
export const nodeXchachaAead: Aead = {
  algorithm: 'xchacha20-poly1305',

  seal(key, nonce, plaintext) {
    const inner = innerKey(key, nonce)
    const cipher = createCipheriv('chacha20-poly1305', inner, innerNonce(nonce), {
      authTagLength: TAG_LENGTH,
    })
    const sealed = new Uint8Array(plaintext.length + TAG_LENGTH)
    sealed.set(cipher.update(plaintext))
    cipher.final()
    sealed.set(cipher.getAuthTag(), plaintext.length)
    inner.fill(0)
    return sealed
  },

  open(key, nonce, sealed) {
    if (sealed.length < TAG_LENGTH) return undefined
    const inner = innerKey(key, nonce)
    const decipher = createDecipheriv('chacha20-poly1305', inner, innerNonce(nonce), {
      authTagLength: TAG_LENGTH,
    })
    const end = sealed.length - TAG_LENGTH
    decipher.setAuthTag(sealed.subarray(end))
    const plaintext = decipher.update(sealed.subarray(0, end))
    try {
      decipher.final()
      return new Uint8Array(plaintext)
    } catch {
      return undefined
    } finally {
      plaintext.fill(0)
      inner.fill(0)
    }
  },
}

function innerKey(key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const inner = new Uint32Array(KEY_LENGTH / 4)
  // Copies, because the words must lie at addresses that are multiples of four.
  const keyWords = new Uint32Array(key.slice().buffer)
  hchacha(SIGMA, keyWords, new Uint32Array(nonce.slice(0, HCHACHA_INPUT).buffer), inner)
  keyWords.fill(0)
  return new Uint8Array(inner.buffer)
}

/** 12 bytes: four zeros and what HChaCha20 left over of the nonce. */
function innerNonce(nonce: Uint8Array): Uint8Array {
  const short = new Uint8Array(12)
  short.set(nonce.subarray(HCHACHA_INPUT, NONCE_LENGTH), 4)
  return short
}
