import type { Request, RequestHandler } from 'express'
import type { FaceApi } from '../face-api.js'
import { createNodeHandler } from '../node/create-node-handler.js'

/**
 * The API as an Express handler: `app.use(createExpressHandler(api))`. The client's address is Express's
 * `request.ip`, so `trust proxy` decides which proxies are believed. Mount it before any body parser.
 */
export function createExpressHandler(api: FaceApi): RequestHandler {
  const handler = createNodeHandler(api, { addressOf: (request) => (request as Request).ip })
  return (request, response, next) => {
    handler(request, response).catch(next)
  }
}
