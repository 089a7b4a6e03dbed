import type { Context, Handler } from 'hono'
import type { FaceApi } from '../face-api.js'

/** Options of {@link createHonoHandler}. */
export interface HonoHandlerOptions {
  /** The client's address; Hono's runtimes each tell it their own way (`getConnInfo`). */
  readonly addressOf?: (context: Context) => string | undefined
}

/** The API as a Hono handler: `app.all('*', createHonoHandler(api, { addressOf }))`. */
export function createHonoHandler(api: FaceApi, { addressOf }: HonoHandlerOptions = {}): Handler {
  return (context) => {
    const address = addressOf?.(context)
    return api.fetch(context.req.raw, address === undefined ? {} : { address })
  }
}
