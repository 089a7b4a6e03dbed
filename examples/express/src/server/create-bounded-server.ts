import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'

/** How often Node looks for connections whose headers or request take too long; 30 s by default, far above them. */
const LOOKS_EVERY_MS = 1000

/** A server whose time limits hold to the second, and whose silent connections shut nobody out. */
export function createBoundedServer(
  listener: RequestListener,
  bounds: {
    readonly mostConnections: number
    readonly headersTimeoutMs: number
    readonly requestTimeoutMs: number
  },
): Server {
  const server = createServer({ connectionsCheckingInterval: LOOKS_EVERY_MS }, listener)
  server.headersTimeout = bounds.headersTimeoutMs
  server.requestTimeout = bounds.requestTimeoutMs
  boundConnections(server, bounds.mostConnections)
  return server
}

/**
 * Holds a server to so many connections: where one more comes, the one that has gone longest without a request under
 * way is closed, so silent connections shut nobody out; where all are busy, the new one is closed. (`maxConnections`
 * would close the new one in any case.)
 */
function boundConnections(server: Server, most: number): void {
  const open = new Set<Socket>()
  /** Without a request under way, the longest so first. */
  const idle = new Set<Socket>()
  const underWay = new WeakMap<Socket, number>()
  const forget = (socket: Socket) => {
    open.delete(socket)
    idle.delete(socket)
  }
  const count = (socket: Socket, change: number) => {
    const requests = (underWay.get(socket) ?? 0) + change
    underWay.set(socket, requests)
    if (requests > 0) idle.delete(socket)
    else if (open.has(socket)) idle.add(socket)
  }
  server.on('connection', (socket) => {
    open.add(socket)
    idle.add(socket)
    socket.once('close', () => forget(socket))
    if (open.size <= most) return
    const [longest = socket] = idle
    forget(longest)
    longest.destroy()
  })
  server.on('request', ({ socket }, response) => {
    count(socket, 1)
    response.once('close', () => count(socket, -1))
  })
}
