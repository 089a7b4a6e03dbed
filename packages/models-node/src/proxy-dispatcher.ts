import { ConfigurationError } from '@faceward/spec'
import type { Dispatcher } from 'undici'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Connections through the proxy that was named, else the one of HTTPS_PROXY / HTTP_PROXY, and past it for the
 * hosts in NO_PROXY. The one who asks closes it.
 *
 * @throws ConfigurationError `invalid-options` when the proxy's address is none.
 */
export async function createDispatcher(
  proxy: string | undefined,
  environment: Environment,
): Promise<Dispatcher> {
  // Loaded only by who downloads: everybody else starts faster.
  const { EnvHttpProxyAgent, Pool } = await import('undici')
  /** undici 7 asks again without end when a proxy closes instead of answering CONNECT; a code of ours ends it. */
  function proxyClient(origin: URL, options: object): Dispatcher {
    const pool = new Pool(origin, options)
    const connect = pool.connect.bind(pool) as (options: Dispatcher.ConnectOptions) => Promise<unknown>
    return Object.assign(pool, {
      connect: (wanted: Dispatcher.ConnectOptions) =>
        connect(wanted).catch((cause: unknown) => {
          throw Object.assign(new Error('no tunnel', { cause }), { code: 'ERR_PROXY_TUNNEL' })
        }),
    })
  }
  try {
    return new EnvHttpProxyAgent({
      clientFactory: proxyClient,
      // To plain http addresses proxies expect the request itself; to https ones it is always a tunnel.
      proxyTunnel: false,
      httpProxy: proxy ?? environment['http_proxy'] ?? environment['HTTP_PROXY'] ?? '',
      httpsProxy: proxy ?? environment['https_proxy'] ?? environment['HTTPS_PROXY'] ?? '',
      noProxy: environment['no_proxy'] ?? environment['NO_PROXY'] ?? '',
      connect: { timeout: 30_000 },
      // Silence is judged by the stall watch, in one place for connecting, headers and body.
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  } catch {
    const key = proxy === undefined ? 'HTTPS_PROXY' : 'proxy'
    const message = 'expected a proxy address such as http://proxy.example.org:8080'
    throw new ConfigurationError(`pullModel: ${key}: ${message}.`, {
      code: 'invalid-options',
      issues: [{ key, message }],
    })
  }
}
