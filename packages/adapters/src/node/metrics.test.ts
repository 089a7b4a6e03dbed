import { describe, expect, it } from 'vitest'
import { createPrometheusSink } from './create-prometheus-sink.js'

describe('metrics', () => {
  const at = { requestId: 'r', tenantId: 't' }
  const rendered = async (...events: Parameters<ReturnType<typeof createPrometheusSink>['emit']>[0][]) => {
    const sink = createPrometheusSink({ processMetrics: false })
    for (const event of events) sink.emit(event)
    return (await sink.render()).body
  }

  it('count requests by method, route and status, in seconds, and their problems', async () => {
    const request = {
      type: 'request',
      ...at,
      method: 'POST',
      route: '/verify',
      status: 422,
      durationMs: 300,
    } as const
    const text = await rendered(
      { ...request, code: 'invalid-image' },
      { ...request, status: 200, durationMs: 20_000 },
    )
    expect(text).toContain('le="0.25",method="POST",route="/verify",status="422"} 0')
    expect(text).toContain('le="0.5",method="POST",route="/verify",status="422"} 1')
    expect(text).toContain('le="10",method="POST",route="/verify",status="200"} 0')
    expect(text).toContain('le="30",method="POST",route="/verify",status="200"} 1')
    expect(text).toContain(
      'faceward_http_request_duration_seconds_sum{method="POST",route="/verify",status="422"} 0.3',
    )
    expect(text).toContain('faceward_problems_total{route="/verify",code="invalid-image"} 1')
    expect(text.match(/faceward_problems_total\{/g)).toHaveLength(1)
  })

  it('count decisions by tenant, outcome and assurance, and each of their reasons', async () => {
    const text = await rendered({
      type: 'decision',
      ...at,
      operation: 'verify',
      outcome: 're_verify',
      assurance: 'stills',
      reasons: ['too_dark', 'no_face'],
    })
    expect(text).toContain(
      'faceward_decisions_total{tenant="t",operation="verify",outcome="re_verify",assurance="stills"} 1',
    )
    for (const reason of ['too_dark', 'no_face'])
      expect(text).toContain(`faceward_decision_reasons_total{operation="verify",reason="${reason}"} 1`)
  })

  it('begin each alarm at 0, so that its first one is an increase', async () => {
    const quiet = await rendered()
    expect(quiet).toContain('faceward_alarms_total{tenant="default",kind="replayed-frames"} 0')
    const text = await rendered({ type: 'alarm', kind: 'replayed-frames', ...at })
    expect(text).toContain('faceward_alarms_total{tenant="t",kind="replayed-frames"} 1')
  })

  it('have those of the process unless they are not wanted, and each sink its own', async () => {
    const [one, other] = [createPrometheusSink(), createPrometheusSink({ processMetrics: false })]
    expect((await one.render()).body).toContain('process_cpu')
    expect((await other.render()).body).not.toContain('process_cpu')
    expect((await one.render()).contentType).toMatch(/^text\/plain/)
  })
})
