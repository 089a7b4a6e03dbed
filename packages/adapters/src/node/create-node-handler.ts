import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { FaceApi } from '../face-api.js'

/** Options of {@link createNodeHandler}. */
export interface NodeHandlerOptions {
  /** The client's address; the socket's by default. Behind proxies, give what your framework says of it. */
  readonly addressOf?: (request: IncomingMessage) => string | undefined
}

/**
 * The API as a listener of node:http and node:https. A client that goes away aborts its request. Mount it
 * before any body parser: the API reads bodies itself, within its limits.
 */
export function createNodeHandler(
  api: FaceApi,
  options: NodeHandlerOptions = {},
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { addressOf = (request) => request.socket.remoteAddress } = options
  return async (incoming, outgoing) => {
    const address = addressOf(incoming)
    const listener = getRequestListener(
      (request) => api.fetch(request, address === undefined ? {} : { address }),
      { overrideGlobalObjects: false },
    )
    await listener(incoming, outgoing)
  }
}
