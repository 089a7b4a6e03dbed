import type { FaceApi } from '@faceward/adapters'
import { problemDocument } from '@faceward/adapters'
import { createExpressHandler } from '@faceward/adapters/express'
import express, { type Express, type RequestHandler } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'

/** Options of {@link createApp}. */
export interface AppOptions {
  readonly api: FaceApi
  readonly rateLimitPerMinute: number
  /** How many proxies in front are believed about the client's address. */
  readonly trustProxy: number
  /** The application for people, in front of the API; none when left out. */
  readonly page?: RequestHandler
}

const MINUTE_MS = 60_000

/** The Express application: security headers, a rate limit per address, and the API. */
export function createApp({ api, rateLimitPerMinute, trustProxy, page }: AppOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', trustProxy)
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
      skip: ({ path }) => path === '/livez' || path === '/readyz',
      handler: (_request, response) => {
        const body = JSON.stringify(problemDocument('rate-limited', 'none'))
        response.status(429).type('application/problem+json').send(body)
      },
    }),
  )
  app.use(createExpressHandler(api))
  return app
}
