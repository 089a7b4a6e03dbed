import type { ClientInfo } from '../client-info.js'
import { Problem } from '../problems/problem.js'

const LOOPBACK_NAME = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
/** 127.0.0.0/8, also as an IPv4-mapped address in either spelling, and ::1. */
const LOOPBACK_ADDRESS = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::ffff:7f[\da-f]{2}:[\da-f]{1,4}|::1)$/i

/** Headers that proxies add, besides all that begin with x-forwarded-. */
const FORWARDING = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-envoy-external-address',
  'cf-connecting-ip',
  'true-client-ip',
  'fastly-client-ip',
]

const SET_UP_KEYS =
  "Make an API key ('keys create') and send it as Authorization: Bearer <key>; that is the way for your own servers too."

/**
 * Without API keys only the network keeps others out, so whoever is not on this machine is refused: by the address at
 * the other end of the connection, which no header changes, and by any sign that a proxy passed somebody else on. A
 * web page in a browser on this machine is inside, so pages of another origin are refused as well, and a Host that is
 * no loopback name, which a page gets by rebinding its own name to this address.
 * @throws Problem `local-only`, `foreign-origin`.
 */
export function refuseStrangers(
  request: Request,
  { address, peerAddress }: ClientInfo,
  { trustProxy }: { readonly trustProxy: boolean },
): void {
  if (peerAddress === undefined) {
    throw localOnly(
      'The address of the connection is not known. Whoever mounts the fetch handler by themselves gives it as peerAddress, from the socket and not from a header.',
    )
  }
  if (!LOOPBACK_ADDRESS.test(peerAddress)) throw localOnly('The connection comes from another machine.')
  if (!trustProxy && isForwarded(request.headers)) {
    throw localOnly(
      'A proxy passed the request on, and API_TRUST_PROXY (trustProxy) does not say that one stands in front.',
    )
  }
  if (trustProxy && address !== undefined && !LOOPBACK_ADDRESS.test(address)) {
    throw localOnly('The proxy in front says that the client is another machine.')
  }
  const { hostname, host } = new URL(request.url)
  const origin = request.headers.get('origin')
  const foreign = origin !== null && hostOf(origin) !== host
  const crossSite = request.headers.get('sec-fetch-site') === 'cross-site'
  if (foreign || crossSite || !LOOPBACK_NAME.test(hostname)) throw new Problem('foreign-origin')
}

const localOnly = (why: string) => new Problem('local-only', { detail: `${why} ${SET_UP_KEYS}` })

function isForwarded(headers: Headers): boolean {
  if (FORWARDING.some((name) => headers.has(name))) return true
  for (const name of headers.keys()) if (name.startsWith('x-forwarded-')) return true
  return false
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined // 'null', from a sandboxed page or a file
  }
}
