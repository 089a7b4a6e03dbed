import { Problem } from '../problems/problem.js'
import type { Route } from './route.js'

/** @throws Problem `not-found`, `method-not-allowed` with the methods there are. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  pathname: string,
): { readonly route: Route; readonly id: string } {
  const onPath = routes.flatMap((route) => {
    const id = match(route.path, pathname)
    return id === undefined ? [] : [{ route, id }]
  })
  if (onPath.length === 0) throw new Problem('not-found')
  const asked = method === 'HEAD' ? 'GET' : method
  const found = onPath.find(({ route }) => route.method === asked)
  if (found !== undefined) return found
  const allow = onPath.map(({ route }) => route.method).join(', ')
  throw new Problem('method-not-allowed', { headers: { allow } })
}

/** The `{id}` of a path, empty where the route has none; undefined when the path is another's. */
function match(pattern: string, pathname: string): string | undefined {
  const [before = '', after] = pattern.split('{id}')
  if (after === undefined) return pathname === pattern ? '' : undefined
  if (!pathname.startsWith(before) || !pathname.endsWith(after)) return undefined
  const encoded = pathname.slice(before.length, pathname.length - after.length)
  if (encoded === '' || encoded.includes('/')) return undefined
  try {
    return decodeURIComponent(encoded)
  } catch {
    throw new Problem('invalid-request', { detail: 'The id in the path is not well encoded.' })
  }
}
