import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { ALARM_KINDS, type ApiEventSink } from '../api-events.js'

/** Options of {@link createPrometheusSink}. */
export interface PrometheusSinkOptions {
  /** Adds prom-client's metrics of the process (memory, event loop, garbage collection); default true. */
  readonly processMetrics?: boolean
}

/** API events as metrics, and their text. */
export interface PrometheusSink extends ApiEventSink {
  /** For the option `metrics` of `createFaceApi`. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>
}

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

/**
 * Counts API events in a registry of its own. Labels are routes, methods, status, outcomes, reason codes and
 * tenants: never a user, a client or a request.
 */
export function createPrometheusSink({ processMetrics = true }: PrometheusSinkOptions = {}): PrometheusSink {
  const registry = new Registry()
  const registers = [registry]
  if (processMetrics) collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'faceward_http_request_duration_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  })
  const decisions = new Counter({
    name: 'faceward_decisions_total',
    help: 'Enrolments and verifications by outcome and assurance.',
    labelNames: ['tenant', 'operation', 'outcome', 'assurance'],
    registers,
  })
  const reasons = new Counter({
    name: 'faceward_decision_reasons_total',
    help: 'Reasons of decisions; one decision may have several.',
    labelNames: ['operation', 'reason'],
    registers,
  })
  const problems = new Counter({
    name: 'faceward_problems_total',
    help: 'Requests answered with a problem.',
    labelNames: ['route', 'code'],
    registers,
  })
  const alarms = new Counter({
    name: 'faceward_alarms_total',
    help: 'What an operator should look at.',
    labelNames: ['tenant', 'kind'],
    registers,
  })
  // A counter that first appears as 1 has not increased for a query over time.
  for (const kind of ALARM_KINDS) alarms.inc({ tenant: 'default', kind }, 0)
  return {
    emit(event) {
      switch (event.type) {
        case 'request': {
          const { method, route, status, code } = event
          requests.observe({ method, route, status }, event.durationMs / 1000)
          if (code !== undefined) problems.inc({ route, code })
          return
        }
        case 'decision': {
          const { tenantId: tenant, operation, outcome, assurance } = event
          decisions.inc({ tenant, operation, outcome, assurance })
          for (const reason of event.reasons) reasons.inc({ operation, reason })
          return
        }
        case 'alarm':
          alarms.inc({ tenant: event.tenantId, kind: event.kind })
      }
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  }
}
