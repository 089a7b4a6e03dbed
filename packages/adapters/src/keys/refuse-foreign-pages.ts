import { Problem } from '../problems/problem.js'

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Without API keys only the network keeps others out, and a web page in a browser on this machine is inside
 * it. So requests from pages of another origin are refused, and those whose Host is no loopback name, which a
 * page gets by rebinding its own name to this address.
 * @throws Problem `foreign-origin`.
 */
export function refuseForeignPages(request: Request): void {
  const { hostname, host } = new URL(request.url)
  const origin = request.headers.get('origin')
  const foreign = origin !== null && hostOf(origin) !== host
  const crossSite = request.headers.get('sec-fetch-site') === 'cross-site'
  if (foreign || crossSite || !LOOPBACK.test(hostname)) throw new Problem('foreign-origin')
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined // 'null', from a sandboxed page or a file
  }
}
