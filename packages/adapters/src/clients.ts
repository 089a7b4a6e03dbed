import { withDeadline } from '@faceward/plugin-kit'
import type { Engine } from '@faceward/spec'
import type { ClientInfo } from './client-info.js'
import type { Caller } from './keys/authenticate.js'

/** The pseudonym of a client's address, or nothing where it is not known. */
export interface ClientAddress {
  readonly client?: string
}

/** A client's names: keyed digests, the same for the same client within a tenant, that tell nobody who it is. */
export interface ClientNames {
  /** Whose failures are counted together: a key's, or without keys an address's. */
  readonly counted: string
  /** Where the request came from, for audit and log. */
  readonly from: ClientAddress
}

/** Names clients. */
export interface Clients {
  namesOf(caller: Caller, info: ClientInfo): Promise<ClientNames>
  /** Of a request that was refused. Nothing where it cannot be told: that is no reason to fail or to wait. */
  addressOf(tenantId: string, info: ClientInfo): Promise<ClientAddress>
}

/** A tenant's first name needs the store. */
const PATIENCE_MS = 1000

export function createClients(engine: Pick<Engine, 'keyedDigest'>): Clients {
  const digest = (tenantId: string, text: string, call: { readonly signal?: AbortSignal } = {}) =>
    engine.keyedDigest({ tenantId, purpose: 'client', text, ...call })
  const textOf = (address: string) => `address ${address}`

  async function addressOf(tenantId: string, { address }: ClientInfo): Promise<ClientAddress> {
    if (address === undefined) return {}
    const named = (signal: AbortSignal) => digest(tenantId, textOf(address), { signal })
    return withDeadline({ timeoutMs: PATIENCE_MS }, named).then(
      (client) => ({ client }),
      () => ({}),
    )
  }

  return {
    addressOf,
    async namesOf({ keyId, tenantId }, info) {
      const { address } = info
      if (keyId !== undefined) {
        const counted = await digest(tenantId, `key ${keyId}`)
        return { counted, from: await addressOf(tenantId, info) }
      }
      const counted = await digest(tenantId, textOf(address ?? ''))
      return { counted, from: address === undefined ? {} : { client: counted } }
    },
  }
}
