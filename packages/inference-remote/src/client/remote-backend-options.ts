import { type OptionIssue, outsideRange, refuseIssues, unknownKeys } from '@faceward/plugin-kit'

/** How tensors travel. */
export type RemoteEncoding = 'auto' | 'binary' | 'json'

/** Options of `createRemoteBackend`. */
export interface RemoteBackendOptions {
  /**
   * The server's address; `/v2/...` is put behind its path, which may end with `/v2` already. https, or http on this
   * machine: what is sent are crops of faces. Without credentials, query and fragment.
   */
  readonly url: string | URL
  /** Sent with every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>
  /** How long one request may take, answer included; 10,000 by default. */
  readonly timeoutMs?: number
  /** The largest answer that is read; 16 MiB by default. */
  readonly maximumAnswerBytes?: number
  /**
   * `binary`: as bytes behind the JSON; `json`: as numbers in it, several times as long and without NaN, infinity and
   * integers above 2^53. `auto`: binary where the server lists the extension.
   * @default 'auto'
   */
  readonly encoding?: RemoteEncoding
  /** In place of the platform's `fetch`, for an agent or a proxy of your own. */
  readonly fetch?: typeof fetch
}

/** The options, parsed. */
export interface ParsedRemoteBackendOptions {
  /** Ends before `/v2`. */
  readonly base: URL
  readonly headers: Headers
  readonly timeoutMs: number
  readonly maximumAnswerBytes: number
  readonly encoding: RemoteEncoding
  readonly fetch: typeof fetch
}

const KEYS: readonly string[] = [
  'url',
  'headers',
  'timeoutMs',
  'maximumAnswerBytes',
  'encoding',
  'fetch',
] satisfies readonly (keyof RemoteBackendOptions)[]
const ENCODINGS: readonly unknown[] = ['auto', 'binary', 'json'] satisfies readonly RemoteEncoding[]
const HOUR_MS = 3_600_000
const MEBIBYTE = 2 ** 20

/** @throws ConfigurationError `invalid-options` naming every wrong key and no value. */
export function parseRemoteBackendOptions(options: RemoteBackendOptions): ParsedRemoteBackendOptions {
  const {
    url,
    timeoutMs = 10_000,
    maximumAnswerBytes = 16 * MEBIBYTE,
    encoding = 'auto',
    // Called as a method of something else, a browser's fetch refuses.
    fetch = (...request) => globalThis.fetch(...request),
  } = options
  const base = parseAddress(url)
  const headers = parseHeaders(options.headers)
  const issues: readonly OptionIssue[] = [
    ...unknownKeys(options, KEYS),
    ...(base ? [] : [{ key: 'url', message: ADDRESS_EXPECTED }]),
    ...(headers ? [] : [{ key: 'headers', message: 'expected names and values that HTTP allows' }]),
    ...outsideRange('timeoutMs', timeoutMs, 1, HOUR_MS),
    ...outsideRange('maximumAnswerBytes', maximumAnswerBytes, 1, 1024 * MEBIBYTE),
    ...(ENCODINGS.includes(encoding)
      ? []
      : [{ key: 'encoding', message: `expected one of ${ENCODINGS.join(', ')}` }]),
    ...(typeof fetch === 'function' ? [] : [{ key: 'fetch', message: 'expected a function' }]),
  ]
  refuseIssues('createRemoteBackend', issues)
  return { base: base!, headers: headers!, timeoutMs, maximumAnswerBytes, encoding, fetch }
}

const ADDRESS_EXPECTED =
  'expected an https address, or http on this machine, without credentials (give headers), query and fragment'

function parseAddress(given: string | URL): URL | undefined {
  if (!URL.canParse(given)) return undefined
  const url = new URL(given)
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
  url.pathname = url.pathname.replace(/\/*(\/v2)?\/*$/, '')
  return isPlain && isSafe ? url : undefined
}

/** What never leaves the machine (RFC 6761 for `localhost`, RFC 1122 and 4291 for the addresses). */
function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function parseHeaders(given: RemoteBackendOptions['headers']): Headers | undefined {
  try {
    return new Headers(given)
  } catch {
    // The platform's message quotes the value, which may be a secret.
    return undefined
  }
}
