import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface ModelServer {
  readonly url: string
  readonly requests: readonly IncomingMessage[]
  /** Resets every connection. */
  breakOff(): void
  close(): Promise<void>
}

/** A local server that answers its n-th request with the n-th handler, and all later ones with the last. */
export async function startServer(...handlers: readonly Handler[]): Promise<ModelServer> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    handlers[Math.min(requests.length, handlers.length) - 1]!(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    breakOff: () => server.closeAllConnections(),
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** A static file as a good server gives it: Range, If-Range, a strong ETag. */
export function file(bytes: Uint8Array, { etag = '"v1"' }: { etag?: string } = {}): Handler {
  return (request, response) => {
    const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
    const fresh = request.headers['if-range'] === undefined || request.headers['if-range'] === etag
    const offset = from !== undefined && fresh ? Number(from) : 0
    if (offset > 0 && offset >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end()
      return
    }
    response.writeHead(offset > 0 ? 206 : 200, {
      etag,
      'content-length': bytes.length - offset,
      ...(offset > 0 ? { 'content-range': `bytes ${offset}-${bytes.length - 1}/${bytes.length}` } : {}),
    })
    response.end(bytes.subarray(offset))
  }
}

/** As `file`, but falls silent after the first `count` bytes. */
export function silentAfter(bytes: Uint8Array, count: number, headers: object = { etag: '"v1"' }): Handler {
  return (_, response) => {
    response.writeHead(200, { ...headers, 'content-length': bytes.length })
    response.write(bytes.subarray(0, count))
  }
}

export function status(code: number, headers: Record<string, string> = {}): Handler {
  return (_, response) => response.writeHead(code, headers).end('no model here')
}
