import type { Context, Handler } from 'hono'
import type { FaceApi } from '../face-api.js'

/** Options of {@link createHonoHandler}. */
export interface HonoHandlerOptions {
  /** The client's address; Hono's runtimes each tell it their own way (`getConnInfo`). */
  readonly addressOf?: (context: Context) => string | undefined
  /**
   * The address at the other end of the connection, never one from a header; by default that of the Node socket where
   * Hono runs on `@hono/node-server`, and unknown elsewhere. Without API keys an unknown one is refused.
   */
  readonly peerAddressOf?: (context: Context) => string | undefined
}

/** The API as a Hono handler: `app.all('*', createHonoHandler(api, { addressOf }))`. */
export function createHonoHandler(api: FaceApi, options: HonoHandlerOptions = {}): Handler {
  const { peerAddressOf = socketAddressOf } = options
  return (context) => {
    const peerAddress = peerAddressOf(context)
    const address = options.addressOf?.(context)
    return api.fetch(context.req.raw, {
      ...(address === undefined ? {} : { address }),
      ...(peerAddress === undefined ? {} : { peerAddress }),
    })
  }
}

interface NodeBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } }
}

const socketAddressOf = ({ env }: Context): string | undefined =>
  (env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress
