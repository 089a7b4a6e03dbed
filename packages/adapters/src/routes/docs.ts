import type { FaceApiParts } from '../face-api-options.js'

/** /openapi.json, and the page at /docs where its files are given; undefined for every other path. */
export async function serveDocs(
  method: string,
  pathname: string,
  document: string,
  files: FaceApiParts['docs'],
): Promise<Response | undefined> {
  if (method !== 'GET' && method !== 'HEAD') return undefined
  if (pathname === '/openapi.json') {
    return new Response(document, { headers: { 'content-type': 'application/json' } })
  }
  if (files === undefined) return undefined
  // Relative addresses in the page need the slash.
  if (pathname === '/docs') return new Response(null, { status: 308, headers: { location: '/docs/' } })
  if (!pathname.startsWith('/docs/')) return undefined
  const file = await files(pathname.slice('/docs/'.length))
  if (file === undefined) return undefined
  return new Response(new Uint8Array(file.body), { headers: { 'content-type': file.contentType } })
}
