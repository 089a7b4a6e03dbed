import { assertKnownOptions } from '@faceward/plugin-kit'
import type { TemplateCipher } from '@faceward/spec'
import { secretboxAead } from './secretbox-aead.js'
import { createTemplateCipher, type TemplateCipherOptions } from './template-cipher.js'
import { xchachaAead } from './xchacha-aead.js'

export type SecretboxCipherOptions = Pick<TemplateCipherOptions, 'keys' | 'random'>

/**
 * The default cipher: tweetnacl's secretbox in FTE1 envelopes. It also opens records sealed with
 * XChaCha20-Poly1305, which `needsRewrap` then offers to seal anew.
 *
 * @throws ConfigurationError `invalid-options` on an unknown or missing option.
 */
export function createSecretboxCipher(options: SecretboxCipherOptions): TemplateCipher {
  assertKnownOptions('createSecretboxCipher', options, ['keys', 'random'])
  return createTemplateCipher({ ...options, aead: secretboxAead, alsoOpens: [xchachaAead] })
}
