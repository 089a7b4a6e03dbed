import {
  ConfigurationError,
  type SealContext,
  type TemplateCipher,
  TemplateSecurityError,
} from '@faceward/spec'

/** A cipher with one promise broken, and the case that must notice. */
export interface BrokenTemplateCipher {
  /** The name of the case. */
  readonly caughtBy: string
  /** Breaks a cipher that passes every case. */
  readonly breakCipher: (cipher: TemplateCipher) => TemplateCipher
}

type Break = (cipher: TemplateCipher) => TemplateCipher

/** One double for every case of `templateCipherCases`. */
export const brokenTemplateCiphers: readonly BrokenTemplateCipher[] = [
  { caughtBy: 'declares its version and its id', breakCipher: change(() => ({ id: '' })) },
  {
    caughtBy: 'opens 0 B to 1 MB as they were sealed',
    breakCipher: change((cipher) => ({
      open: async (...args) => (await cipher.open(...args)).slice(0, 65_536),
    })),
  },
  {
    caughtBy: 'takes any well-formed text in a context',
    breakCipher: change((cipher) => ({
      seal(plaintext, context, options) {
        if (context.subject === '')
          throw new ConfigurationError('A subject is needed.', { code: 'invalid-options' })
        return cipher.seal(plaintext, context, options)
      },
    })),
  },
  {
    caughtBy: 'leaves the caller’s buffers alone and keeps none of them',
    breakCipher: change((cipher) => ({
      async seal(plaintext, context, options) {
        await Promise.resolve()
        return cipher.seal(plaintext, context, options)
      },
    })),
  },
  // Sealed, and the plaintext in base64 behind it.
  {
    caughtBy: 'shows no piece of the plaintext, plain or in base64 or hexadecimal',
    breakCipher: withTrailer((plaintext) => btoa(String.fromCharCode(...plaintext.subarray(0, 1020)))),
  },
  {
    caughtBy: 'shows no id of the context but the key’s',
    breakCipher: withTrailer((_, { subject }) => subject.padEnd(1024)),
  },
  {
    caughtBy: 'never seals the same bytes twice in the same way',
    breakCipher: change((cipher) => {
      const known = new Map<string, Promise<Uint8Array>>()
      return {
        async seal(plaintext, context, options) {
          const address = JSON.stringify([Array.from(plaintext), context])
          if (!known.has(address)) known.set(address, cipher.seal(plaintext, context, options))
          return (await known.get(address)!).slice()
        },
      }
    }),
  },
  {
    caughtBy: 'does nothing in a call that was aborted before it began',
    breakCipher: change((cipher) => ({ open: (sealed, context) => cipher.open(sealed, context) })),
  },
  {
    caughtBy: 'refuses a record with any one bit changed',
    // One byte that nothing covers.
    breakCipher: change((cipher) => ({
      async seal(plaintext, context, options) {
        const sealed = await cipher.seal(plaintext, context, options)
        const longer = new Uint8Array(sealed.length + 1)
        longer.set(sealed)
        return longer
      },
      open: (sealed, context, options) => cipher.open(sealed.slice(0, -1), context, options),
    })),
  },
  {
    caughtBy: 'refuses a record cut short anywhere, or with bytes behind it',
    breakCipher: change((cipher) => {
      const lengths = new Set<number>()
      return {
        async seal(plaintext, context, options) {
          const sealed = await cipher.seal(plaintext, context, options)
          lengths.add(sealed.length)
          return sealed
        },
        open(sealed, context, options) {
          const fitting = [...lengths].find((length) => length < sealed.length) ?? sealed.length
          return cipher.open(sealed.slice(0, fitting), context, options)
        },
      }
    }),
  },
  {
    caughtBy: 'refuses a record moved to another tenant, subject, record, model or revision',
    breakCipher: changeContext((context) => ({ ...context, revision: 0 })),
  },
  {
    caughtBy: 'refuses a context whose parts were moved across their borders',
    breakCipher: changeContext(({ tenantId, subject, recordId, modelId, revision }) => ({
      tenantId: `${tenantId}${subject}${recordId}${modelId}${revision}`,
      subject: '',
      recordId: '',
      modelId: '',
      revision: 0,
    })),
  },
  {
    caughtBy: 'refuses a record of other keys, and one that names another key',
    breakCipher: change((cipher) => ({
      open: (...args) => cipher.open(...args).catch(() => new Uint8Array(0)),
    })),
  },
  {
    caughtBy: 'refuses what was never sealed: plaintext, base64, zeros, noise',
    // Takes old records that were stored as base64.
    breakCipher: change((cipher) => ({
      open: (sealed, context, options) => cipher.open(fromBase64(sealed) ?? sealed, context, options),
    })),
  },
  {
    caughtBy: 'says the same whatever is wrong',
    breakCipher: change((cipher) => ({
      async open(sealed, context, options) {
        if (sealed.length < 40) throw new TemplateSecurityError('The record is too short.')
        return cipher.open(sealed, context, options)
      },
    })),
  },
  {
    caughtBy: 'inspects only what is a sealed record',
    breakCipher: change(() => ({ inspect: () => ({ keyId: 'k0' }) })),
  },
  {
    caughtBy: 'opens records of the key before, and knows that they should be sealed anew',
    breakCipher: change(() => ({ needsRewrap: async () => false })),
  },
  {
    caughtBy: 'does not offer to seal anew what it could not open',
    breakCipher: change(() => ({ needsRewrap: async () => true })),
  },
  {
    caughtBy: 'makes pseudonyms that are the same each time and no other’s',
    breakCipher: change((cipher) => ({
      pseudonym: (indexKey, parts) => cipher.pseudonym(indexKey, [parts.join('')]),
    })),
  },
  {
    caughtBy: 'forgets its keys once and for all when it is disposed of',
    breakCipher: change(() => ({ dispose: async () => {} })),
  },
]

function change(broken: (cipher: TemplateCipher) => Partial<TemplateCipher>): Break {
  return (cipher) => ({
    specificationVersion: cipher.specificationVersion,
    id: cipher.id,
    seal: (...args) => cipher.seal(...args),
    open: (...args) => cipher.open(...args),
    inspect: (sealed) => cipher.inspect(sealed),
    needsRewrap: (...args) => cipher.needsRewrap(...args),
    pseudonym: (...args) => cipher.pseudonym(...args),
    dispose: () => cipher.dispose(),
    ...broken(cipher),
  })
}

function changeContext(changed: (context: SealContext) => SealContext): Break {
  return change((cipher) => ({
    seal: (plaintext, context, options) => cipher.seal(plaintext, changed(context), options),
    open: (sealed, context, options) => cipher.open(sealed, changed(context), options),
  }))
}

/** Writes a text behind every sealed record, and takes it off again. */
function withTrailer(textOf: (plaintext: Uint8Array, context: SealContext) => string): Break {
  return change((cipher) => ({
    async seal(plaintext, context, options) {
      const trailer = new TextEncoder().encode(textOf(plaintext, context))
      const sealed = await cipher.seal(plaintext, context, options)
      const longer = new Uint8Array(sealed.length + trailer.length)
      longer.set(sealed)
      longer.set(trailer, sealed.length)
      return longer
    },
  }))
}

function fromBase64(bytes: Uint8Array): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(new TextDecoder().decode(bytes)), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}
