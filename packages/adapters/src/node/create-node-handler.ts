import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { FaceApi } from '../face-api.js'
import { problemDocument } from '../problems/problem-response.js'

// Node takes the first of several; whatever stands in front may have looked at another.
const SINGLE = ['host', 'authorization', 'x-api-key', 'content-type', 'idempotency-key'] as const

const TWICE = `A request has each of these headers once: ${SINGLE.join(', ')}.`

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
    if (SINGLE.some((name) => (incoming.headersDistinct?.[name]?.length ?? 0) > 1)) {
      const headers = { 'content-type': 'application/problem+json', connection: 'close' }
      outgoing
        .writeHead(400, headers)
        .end(JSON.stringify(problemDocument('invalid-header', 'none', { detail: TWICE })))
      return
    }
    const address = addressOf(incoming)
    const peerAddress = incoming.socket.remoteAddress
    const client = {
      ...(address === undefined ? {} : { address }),
      ...(peerAddress === undefined ? {} : { peerAddress }),
    }
    const listener = getRequestListener((request) => api.fetch(request, client), {
      overrideGlobalObjects: false,
    })
    await listener(incoming, outgoing)
  }
}
