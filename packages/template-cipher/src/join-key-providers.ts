import type { KeyProvider } from '@faceward/spec'

/**
 * One provider of several: the first seals, all open. For moving from one source of keys to another, say
 * from the environment to a KMS.
 */
export function joinKeyProviders(first: KeyProvider, ...others: readonly KeyProvider[]): KeyProvider {
  if (others.length === 0) return first
  const all = [first, ...others]
  return {
    active: (options) => first.active(options),
    async byId(keyId, options) {
      for (const provider of all) {
        const key = await provider.byId(keyId, options)
        if (key !== undefined) return key
      }
      return undefined
    },
    wipe() {
      for (const provider of all) provider.wipe()
    },
  }
}
