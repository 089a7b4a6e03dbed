import type { Logger } from 'pino'
import type { ApiEventSink } from '../api-events.js'

/**
 * Writes API events to a pino logger, one line each. Every member of an event is a code, a name or a time
 * (see `ApiEvent`), and only the members named here are written.
 */
export function createPinoSink(logger: Pick<Logger, 'info' | 'warn' | 'error'>): ApiEventSink {
  return {
    emit(event) {
      const { type, requestId, tenantId } = event
      const common = { event: type, requestId, tenantId }
      switch (event.type) {
        case 'request': {
          const { method, route, status, code, keyId, client } = event
          const durationMs = Math.round(event.durationMs)
          logger.info({ ...common, method, route, status, durationMs, code, keyId, client })
          return
        }
        case 'decision': {
          const { operation, outcome, reasons, assurance } = event
          logger.info({ ...common, operation, outcome, reasons, assurance })
          return
        }
        case 'alarm':
          logger.warn({ ...common, kind: event.kind, client: event.client })
          return
        case 'failure': {
          const { route, name, code, stage, stack } = event
          logger.error({ ...common, route, name, code, stage, stack })
        }
      }
    },
  }
}
