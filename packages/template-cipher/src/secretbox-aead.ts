import nacl from 'tweetnacl'
import { type Aead, TAG_LENGTH } from './aead.js'

/** The part of tweetnacl its type declarations leave out: the NaCl calling convention, without hidden copies. */
interface LowLevel {
  crypto_secretbox(
    box: Uint8Array,
    message: Uint8Array,
    length: number,
    nonce: Uint8Array,
    key: Uint8Array,
  ): 0
  crypto_secretbox_open(
    message: Uint8Array,
    box: Uint8Array,
    length: number,
    nonce: Uint8Array,
    key: Uint8Array,
  ): 0 | -1
}

const { lowlevel } = nacl as unknown as { readonly lowlevel: LowLevel }

/** NaCl wants this many zero bytes before a message, and half as many before a box. */
const MESSAGE_LEAD = 32
const BOX_LEAD = 16

/**
 * XSalsa20-Poly1305 by tweetnacl, as NaCl's `crypto_secretbox`. The high-level `nacl.secretbox` copies the
 * plaintext into a buffer that nobody can wipe; these calls use our own and wipe them.
 */
export const secretboxAead: Aead = {
  algorithm: 'xsalsa20-poly1305',

  seal(key, nonce, plaintext) {
    const message = new Uint8Array(MESSAGE_LEAD + plaintext.length)
    message.set(plaintext, MESSAGE_LEAD)
    const box = new Uint8Array(message.length)
    lowlevel.crypto_secretbox(box, message, message.length, nonce, key)
    message.fill(0)
    return box.subarray(BOX_LEAD)
  },

  open(key, nonce, sealed) {
    if (sealed.length < TAG_LENGTH) return undefined
    const box = new Uint8Array(BOX_LEAD + sealed.length)
    box.set(sealed, BOX_LEAD)
    const message = new Uint8Array(box.length)
    const opened = lowlevel.crypto_secretbox_open(message, box, box.length, nonce, key) === 0
    return opened ? message.subarray(MESSAGE_LEAD) : undefined
  },
}
