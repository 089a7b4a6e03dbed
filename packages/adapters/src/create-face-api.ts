import { toBase64Url, withDeadline } from '@faceward/plugin-kit'
import { type Engine, StorageError } from '@faceward/spec'
import type { ApiEvent } from './api-events.js'
import { createAttemptLedger } from './attempts/attempt-ledger.js'
import { createAuditTrail } from './audit/audit-trail.js'
import { createChallengeBook } from './challenges/challenge-book.js'
import type { ClientInfo } from './client-info.js'
import { type ClientAddress, createClients } from './clients.js'
import type { FaceApi } from './face-api.js'
import { type FaceApiOptions, type ResolvedOptions, resolveFaceApiOptions } from './face-api-options.js'
import { failureEvent, isUnreadable } from './failure-event.js'
import { createIdempotentAnswers } from './idempotency/idempotent-answers.js'
import { type Caller, createAuthenticate, requireScope } from './keys/authenticate.js'
import { createRefusalWatch } from './keys/refusal-watch.js'
import { refuseStrangers } from './keys/refuse-strangers.js'
import { openApiDocument } from './openapi/openapi-document.js'
import { Problem } from './problems/problem.js'
import { problemFromError } from './problems/problem-from-error.js'
import { problemResponse } from './problems/problem-response.js'
import { createBounds } from './queue/create-bounds.js'
import { createRecordEditor } from './records/record-editor.js'
import { createVouchedRecords } from './records/vouched-records.js'
import { createReplayWindow } from './replay/replay-window.js'
import { sweepSubjects } from './retention/sweep-subjects.js'
import { serveDocs } from './routes/docs.js'
import { findRoute } from './routes/find-route.js'
import type { Route, RouteContext } from './routes/route.js'
import { createRoutes } from './routes/routes.js'
import type { Services } from './routes/services.js'

const REQUEST_ID = /^[A-Za-z0-9-]{1,64}$/
const REQUEST_ID_BYTES = 12

/**
 * The HTTP API over an engine, as a fetch handler. `/express`, `/fastify`, `/hono` and `/node` mount it. The
 * engine and its store stay the caller's: close them when the API is idle.
 * @throws ConfigurationError for wrong options.
 */
export function createFaceApi(engine: Engine, options: FaceApiOptions): FaceApi {
  const resolved = resolveFaceApiOptions(options)
  const authenticate = createAuthenticate(resolved.keys, resolved.clock)
  const routes = createRoutes(resolved.rules)
  const document = JSON.stringify(openApiDocument(resolved.rules))
  const state = { draining: false, underWay: 0 }
  const waiting: (() => void)[] = []
  const services = createServices(engine, resolved, () => state.draining)
  const clients = createClients(engine)
  const refusals = createRefusalWatch(resolved.clock)

  async function callerOf(route: Route, request: Request, client: ClientInfo): Promise<Caller> {
    // What a load balancer asks is open, and under whatever name it asks.
    if (route.scope === undefined && route.method === 'GET') {
      return { keyId: undefined, tenantId: 'default', may: () => false }
    }
    if (resolved.keys === undefined) refuseStrangers(request, client, resolved.rules)
    const caller = await authenticate(request)
    if (route.scope !== undefined) requireScope(caller, route.scope)
    return caller
  }

  function raiseAlarms(error: unknown, problem: Problem, at: AlarmPlace): void {
    if (isUnreadable(error)) services.emit({ type: 'alarm', kind: 'template-unreadable', ...at })
    if (problem.code === 'record-tampered') services.emit({ type: 'alarm', kind: problem.code, ...at })
    if (problem.status !== 401) return
    const { requestId, tenantId } = at
    for (const burst of refusals.see(at.client)) {
      services.emit({ type: 'alarm', kind: 'unauthenticated-burst', requestId, tenantId, ...burst })
    }
  }

  async function answer(request: Request, client: ClientInfo, requestId: string): Promise<Response> {
    const startedMs = resolved.clock.monotonic()
    const { pathname } = new URL(request.url)
    const known: Known = { route: 'unknown' }
    let response: Response
    try {
      const page = await serveDocs(request.method, pathname, document, resolved.docs)
      if (page !== undefined) {
        known.route = '/docs'
        response = page
      } else {
        const { route, id } = findRoute(routes, request.method, pathname)
        known.route = route.path
        const caller = await callerOf(route, request, client)
        known.caller = caller
        const { timeoutMs } = resolved.rules
        response = await withDeadline({ timeoutMs, signal: request.signal }, async (signal) => {
          if (route.method === 'GET' && route.scope === undefined) {
            return run(route, { request, requestId, caller, client: '', from: {}, id, signal, services })
          }
          const { counted, from } = await clients.namesOf(caller, client)
          known.from = from
          return run(route, { request, requestId, caller, client: counted, from, id, signal, services })
        })
      }
    } catch (error) {
      const problem = problemFromError(error)
      known.code = problem.code
      known.keyId = problem.details.keyId
      const tenantId = known.caller?.tenantId ?? 'default'
      known.from ??= await clients.addressOf(tenantId, client)
      raiseAlarms(error, problem, { requestId, tenantId, ...known.from })
      if (problem.status === 500 || StorageError.isInstance(problem.cause)) {
        services.emit(failureEvent(error, known.route, requestId, tenantId))
      }
      response = problemResponse(problem, requestId)
    }
    const keyId = known.caller?.keyId ?? known.keyId
    services.emit({
      type: 'request',
      requestId,
      tenantId: known.caller?.tenantId ?? 'default',
      method: METHODS.has(request.method) ? request.method : 'other',
      route: known.route,
      status: response.status,
      durationMs: resolved.clock.monotonic() - startedMs,
      ...(known.code === undefined ? {} : { code: known.code }),
      ...(keyId === undefined ? {} : { keyId }),
      ...known.from,
    })
    return response
  }

  return {
    async fetch(request, client = {}) {
      const given = request.headers.get('x-request-id')
      const requestId =
        given !== null && REQUEST_ID.test(given)
          ? given
          : toBase64Url(resolved.random.bytes(REQUEST_ID_BYTES))
      state.underWay++
      try {
        const response = await answer(request, client, requestId)
        response.headers.set('x-request-id', requestId)
        response.headers.set('x-content-type-options', 'nosniff')
        if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
        if (state.draining) response.headers.set('connection', 'close')
        return response
      } finally {
        state.underWay--
        if (state.underWay === 0) for (const resolve of waiting.splice(0)) resolve()
      }
    },
    drain() {
      state.draining = true
    },
    async idle() {
      if (state.underWay > 0) await new Promise<void>((resolve) => waiting.push(resolve))
      await services.queue.idle()
    },
    get underWay() {
      return state.underWay
    },
    async sweep({ dryRun, tenantId = 'default', ...call }) {
      const { clock, retention: limits, random } = resolved
      const requestId = toBase64Url(random.bytes(REQUEST_ID_BYTES))
      const sweeping = sweepSubjects(
        { engine, attempts: services.attempts, clock, limits },
        {
          ...call,
          tenantId,
          dryRun,
          onTampered: () => services.emit({ type: 'alarm', kind: 'record-tampered', requestId, tenantId }),
          onDelete: ({ subject, why }) => {
            const event = { action: 'retention', actor: 'server', subject, reasons: [why] } as const
            return services.audit(tenantId, { ...event, outcome: 'done', requestId })
          },
        },
      )
      return sweeping.catch((error: unknown) => {
        if (isUnreadable(error))
          services.emit({ type: 'alarm', kind: 'template-unreadable', requestId, tenantId })
        throw error
      })
    },
    async deleteUser({ userId: subjectId, tenantId = 'default', ...call }) {
      const requestId = toBase64Url(resolved.random.bytes(REQUEST_ID_BYTES))
      const subject = await engine.pseudonym({ subjectId, tenantId, ...call })
      const { deletedRecords } = await engine.deleteSubject({ subjectId, tenantId, ...call })
      const event = { action: 'delete', actor: 'server', subject, outcome: 'done', reasons: [] } as const
      await services.audit(tenantId, { ...event, requestId })
      return { deletedRecords }
    },
    checkAudit: ({ tenantId = 'default', ...call } = {}) => services.trail.check(tenantId, call),
  }
}

/** What is known of a request by the time it is answered. */
interface Known {
  route: string
  caller?: Caller
  code?: string
  keyId?: string | undefined
  from?: ClientAddress
}

type AlarmPlace = ClientAddress & { readonly requestId: string; readonly tenantId: string }

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS'])

function createServices(engine: Engine, options: ResolvedOptions, isDraining: () => boolean): Services {
  const { store, clock, random, rules, challenges: source } = options
  const emit = (event: ApiEvent) => {
    try {
      options.events?.emit(event)
    } catch {
      // A log that fails must not change an answer.
    }
  }
  const trail = createAuditTrail({ store, clock, engine })
  const { edit, beside } = createRecordEditor(store)
  const records = createVouchedRecords({ store, engine })
  return {
    engine,
    options,
    attempts: createAttemptLedger({ records, edit, clock, limits: options.attempts }),
    challenges:
      source &&
      createChallengeBook({ records, clock, random, source, lifetimeMs: rules.challengeLifetimeMs }),
    idempotency: createIdempotentAnswers({ store, clock, timeoutMs: rules.timeoutMs }),
    ...createBounds(options),
    replays: createReplayWindow({ clock }),
    trail,
    edit,
    beside,
    isDraining,
    emit,
    async audit(tenantId, event, also = []) {
      try {
        await edit(tenantId, [...also, trail.appending(tenantId, event)])
      } catch (error) {
        // A problem is another edit's refusal; the chain itself has none.
        if (!(error instanceof Problem)) {
          emit({ type: 'alarm', kind: 'audit-unwritable', requestId: event.requestId, tenantId })
        }
        throw error
      }
    },
  }
}

/** Runs a route and makes its answer a response; a body that is not what the route promised is a failure. */
async function run(route: Route, context: RouteContext): Promise<Response> {
  const { status, body, headers = {} } = await route.handle(context)
  const schema = route.answers[status]?.schema
  if (schema === undefined) return new Response(body as string, { status, headers })
  return new Response(JSON.stringify(schema.parse(body)), {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  })
}
