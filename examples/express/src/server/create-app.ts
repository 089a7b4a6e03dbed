import type { FaceApi } from '@faceward/adapters'
import { problemDocument } from '@faceward/adapters'
import { createExpressHandler } from '@faceward/adapters/express'
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import helmet from 'helmet'

/** Options of {@link createApp}. */
export interface AppOptions {
  readonly api: FaceApi
  readonly rateLimitPerMinute: number
  /** How many proxies in front are believed about the client's address. */
  readonly trustProxy: number
  /** The application for people, in front of the API; none when left out. */
  readonly page?: RequestHandler
  /** Told of what goes wrong in front of the API, by the error's name alone. */
  readonly onFailure?: (name: string) => void
}

const MINUTE_MS = 60_000

/** The Express application: security headers, a rate limit per address, and the API. */
export function createApp({ api, rateLimitPerMinute, trustProxy, page, onFailure }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', trustProxy)
  app.use(keepAddress)
  app.use(
    helmet({
      // Swagger UI draws with inline styles and images in data: URLs; scripts come from here only.
      contentSecurityPolicy: {
        directives: { styleSrc: ["'self'", "'unsafe-inline'"], upgradeInsecureRequests: null },
      },
    }),
  )
  // Files cost little; opening the page is not to use up what the API allows.
  if (page !== undefined) app.use(page)
  app.use(
    rateLimit({
      windowMs: MINUTE_MS,
      limit: rateLimitPerMinute,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      keyGenerator: (_request, response) => ipKeyGenerator(addressKept(response)),
      skip: ({ path }) => path === '/livez' || path === '/readyz',
      handler: (_request, response) => {
        const body = JSON.stringify(problemDocument('rate-limited', 'none'))
        response.status(429).type('application/problem+json').send(body)
      },
    }),
  )
  app.use(createExpressHandler(api))
  app.use(answerFailure(onFailure))
  return app
}

/**
 * A request may come out of a connection that is gone: pipelined ones do, after a reset. It has no address any more, and
 * nobody waits for its answer, so it is dropped. The address of any other is kept, since it may be gone later.
 */
const keepAddress: RequestHandler = (request, response, next) => {
  const { ip } = request
  if (ip === undefined) {
    request.destroy()
    return
  }
  response.locals['address'] = ip
  next()
}

const addressKept = ({ locals }: Response): string => String(locals['address'])

/** Express itself would print the stack. */
function answerFailure(onFailure: AppOptions['onFailure']): ErrorRequestHandler {
  return (error: { readonly name?: unknown; readonly status?: unknown }, request, response, _next) => {
    if (request.socket.destroyed || response.headersSent) {
      response.destroy()
      return
    }
    const isTheirs = typeof error.status === 'number' && error.status < 500
    if (!isTheirs) onFailure?.(String(error.name))
    const document = problemDocument(isTheirs ? 'not-found' : 'internal-error', 'none')
    response.status(document.status).type('application/problem+json').send(JSON.stringify(document))
  }
}
