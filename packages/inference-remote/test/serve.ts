import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { InferenceService } from '../src/server/index.js'

/** A server on this machine. */
export interface TestServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves a fetch handler over node:http. */
export function serve(service: InferenceService): Promise<TestServer> {
  return listen(createServer(getRequestListener(service, { overrideGlobalObjects: false })))
}

/** Serves whatever a listener writes. */
export function serveRaw(listener: RequestListener): Promise<TestServer> {
  return listen(createServer(listener))
}

async function listen(server: Server): Promise<TestServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
