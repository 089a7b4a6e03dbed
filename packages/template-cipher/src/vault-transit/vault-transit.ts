import { assertKnownOptions, fromBase64, toBase64, withDeadline } from '@faceward/plugin-kit'
import { type CallOptions, ConfigurationError, KeyProviderError } from '@faceward/spec'
import type { KeyWrapper, WrapContext } from '../key-wrapper.js'

export interface VaultTransitOptions {
  /** `https://vault.example.org:8200`; plain http only to this machine. */
  readonly address: string
  /** The transit key's name; made with `derived=true`, so that the context is part of the key. */
  readonly keyName: string
  /** Asked before each request, so that a renewed token is taken up. */
  readonly token: () => string | Promise<string>
  /** Where the transit engine is mounted. Default `transit`. */
  readonly mount?: string
  readonly namespace?: string
  /** For one request; default 5,000. */
  readonly timeoutMs?: number
  /** Default: the platform's. */
  readonly fetch?: typeof fetch
}

type Operation = 'encrypt' | 'decrypt' | 'rewrap'

const KNOWN = ['address', 'keyName', 'token', 'mount', 'namespace', 'timeoutMs', 'fetch']

/**
 * HashiCorp Vault's transit engine as a key wrapper (API: `POST /v1/transit/encrypt/:name`, `decrypt`,
 * `rewrap`). The context goes to Vault as the derivation context, so the same ciphertext with another
 * context does not decrypt; it is seen in Vault's audit log, so give it no raw subject id.
 *
 * @throws ConfigurationError `invalid-options`.
 */
export function createVaultTransit(options: VaultTransitOptions): KeyWrapper {
  assertKnownOptions('createVaultTransit', options, KNOWN)
  const { keyName, token, mount = 'transit', namespace, timeoutMs = 5000 } = options
  const request = options.fetch ?? fetch
  const base = parseAddress(options.address)
  for (const [key, value] of Object.entries({ keyName, mount })) {
    if (!/^[A-Za-z0-9._/-]+$/.test(value) || value.split('/').includes('..')) {
      throw invalid(key, 'letters, digits and . _ - /')
    }
  }

  const call = async (operation: Operation, body: Record<string, string>, { signal }: CallOptions = {}) => {
    const headers = {
      'content-type': 'application/json',
      'x-vault-token': await token(),
      ...(namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
    }
    try {
      return await withDeadline({ timeoutMs, signal }, async (deadline) => {
        const response = await request(new URL(`v1/${mount}/${operation}/${keyName}`, base), {
          method: 'POST',
          headers,
          body: JSON.stringify(body),
          signal: deadline,
          // The token must not follow a redirection elsewhere.
          redirect: 'error',
        })
        if (!response.ok) throw refusal(response.status)
        return await dataOf(response)
      })
    } catch (failure) {
      signal?.throwIfAborted()
      if (KeyProviderError.isInstance(failure)) throw failure
      throw new KeyProviderError('Vault cannot be reached; retry later.', {
        code: 'unavailable',
        retryable: true,
      })
    }
  }

  return {
    id: `vault-transit:${mount}/${keyName}`,

    async wrap(key, context, options) {
      const plaintext = toBase64(key)
      const { ciphertext } = await call('encrypt', { plaintext, context: encode(context) }, options)
      return text(ciphertext)
    },

    async unwrap(wrapped, context, options) {
      const { plaintext } = await call('decrypt', { ciphertext: wrapped, context: encode(context) }, options)
      return bytesOf(text(plaintext))
    },

    async rewrap(wrapped, context, options) {
      const { ciphertext } = await call('rewrap', { ciphertext: wrapped, context: encode(context) }, options)
      return text(ciphertext)
    },
  }
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isLocal = url !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (url === undefined || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))) {
    throw invalid('address', 'an https URL')
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

/** What Vault's status codes mean (its HTTP API, "HTTP status codes"). Its texts are left out. */
function refusal(status: number): KeyProviderError {
  if (status === 403) {
    return new KeyProviderError('Vault does not allow this token to use the key.', {
      code: 'permission-denied',
    })
  }
  if (status === 400 || status === 404) {
    return new KeyProviderError(
      'Vault refuses: there is no such key, or it did not wrap this with this context.',
      {
        code: 'refused',
      },
    )
  }
  return new KeyProviderError(`Vault answered ${status}: it is sealed, on standby or failing; retry later.`, {
    code: 'unavailable',
    retryable: true,
  })
}

async function dataOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await response.json()
  const data = (body as { data?: unknown } | null)?.data
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {}
}

function text(value: unknown): string {
  if (typeof value === 'string' && value.length > 0) return value
  throw new KeyProviderError('What answered is not Vault’s transit engine.', { code: 'unavailable' })
}

/** The members in order, so that the same context is always the same bytes. */
function encode(context: WrapContext): string {
  const members = Object.entries(context).sort(([left], [right]) => (left < right ? -1 : 1))
  return toBase64(new TextEncoder().encode(JSON.stringify(members)))
}

function bytesOf(value: string): Uint8Array {
  try {
    return fromBase64(value)
  } catch {
    throw new KeyProviderError('What answered is not Vault’s transit engine.', { code: 'unavailable' })
  }
}

function invalid(key: string, message: string): ConfigurationError {
  return new ConfigurationError(`createVaultTransit: ${key} must be ${message}.`, {
    code: 'invalid-options',
    issues: [{ key, message }],
  })
}
