import { healthResponseSchema } from '../schemas/responses.js'
import type { Route, RouteContext } from './route.js'

type Part = { readonly status: 'ok' | 'failing'; readonly detail?: string }

/** The engine's parts and the queue. An engine exists only once its models are loaded and verified. */
async function partsOf({ services, signal }: RouteContext): Promise<Record<string, Part>> {
  const { parts } = await services.engine.health({ signal })
  const { admitted, capacity } = services.queue.load
  const queue: Part =
    admitted < capacity ? { status: 'ok' } : { status: 'failing', detail: 'The queue is full.' }
  const apiKeys = services.options.keys?.health?.()
  return { ...parts, queue, ...(apiKeys === undefined ? {} : { api_keys: apiKeys }) }
}

function answer(parts: Record<string, Part>) {
  const failing = Object.values(parts).some(({ status }) => status === 'failing')
  return { status: failing ? 503 : 200, body: { status: failing ? 'failing' : 'ok', parts } }
}

const answers = {
  200: { description: 'All is well.', schema: healthResponseSchema },
  503: { description: 'A part is failing.', schema: healthResponseSchema },
} as const

/** GET /health. */
export const healthRoute: Route = {
  method: 'GET',
  path: '/health',
  operationId: 'health',
  summary: 'How the engine and its parts are.',
  answers,
  problems: [],
  handle: async (context) => answer(await partsOf(context)),
}

/** GET /readyz: whether to send requests here. */
export const readyRoute: Route = {
  method: 'GET',
  path: '/readyz',
  operationId: 'ready',
  summary: 'Whether this server should get requests; not while it shuts down.',
  answers,
  problems: [],
  async handle(context) {
    const serving: Part = context.services.isDraining()
      ? { status: 'failing', detail: 'Shutting down.' }
      : { status: 'ok' }
    return answer({ ...(await partsOf(context)), serving })
  },
}

/** GET /livez: the process answers; says nothing of its parts. */
export const liveRoute: Route = {
  method: 'GET',
  path: '/livez',
  operationId: 'live',
  summary: 'Whether the process is alive.',
  answers: { 200: answers[200] },
  problems: [],
  handle: async () => ({ status: 200, body: { status: 'ok', parts: {} } }),
}
