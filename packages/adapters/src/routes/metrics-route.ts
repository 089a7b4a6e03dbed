import { Problem } from '../problems/problem.js'
import type { Route } from './route.js'

/** GET /metrics. */
export const metricsRoute: Route = {
  method: 'GET',
  path: '/metrics',
  operationId: 'metrics',
  summary: 'Metrics for Prometheus; no user in any label.',
  scope: 'admin',
  answers: { 200: { description: 'Metrics as text.', contentType: 'text/plain' } },
  problems: ['not-found'],
  async handle({ services }) {
    const metrics = await services.options.metrics?.()
    if (metrics === undefined) throw new Problem('not-found')
    return { status: 200, body: metrics.body, headers: { 'content-type': metrics.contentType } }
  },
}
