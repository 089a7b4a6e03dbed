import { expect, it } from 'vitest'
import type { ApiEvent } from '../api-events.js'
import { createPinoSink } from './create-pino-sink.js'

const at = { requestId: 'r', tenantId: 't' }
const request = { type: 'request', ...at, method: 'POST', route: '/verify', status: 200 } as const
const decision = { type: 'decision', ...at, operation: 'verify', outcome: 'accept' } as const

function written(event: ApiEvent) {
  const lines: [level: string, line: object][] = []
  const at = (level: string) => (line: object) => void lines.push([level, line])
  createPinoSink({ info: at('info'), warn: at('warn'), error: at('error') } as Parameters<
    typeof createPinoSink
  >[0]).emit(event)
  return lines
}

it.each<[string, ApiEvent, object]>([
  [
    'info',
    { ...request, durationMs: 1.6, code: 'invalid-image', keyId: 'bank', client: 'c' },
    {
      method: 'POST',
      route: '/verify',
      status: 200,
      durationMs: 2,
      code: 'invalid-image',
      keyId: 'bank',
      client: 'c',
    },
  ],
  [
    'info',
    { ...decision, reasons: ['match'], assurance: 'stills' },
    { operation: 'verify', outcome: 'accept', reasons: ['match'], assurance: 'stills' },
  ],
  [
    'warn',
    { type: 'alarm', kind: 'replayed-frames', client: 'c', ...at },
    { kind: 'replayed-frames', client: 'c' },
  ],
  [
    'error',
    {
      type: 'failure',
      ...at,
      route: '/verify',
      name: 'StorageError',
      code: 'full',
      stage: 'storage',
      stack: ['at f'],
    },
    { route: '/verify', name: 'StorageError', code: 'full', stage: 'storage', stack: ['at f'] },
  ],
])(
  'writes one line of level %s, with whose and which request it is, and the members it knows',
  (level, event, line) => {
    const more: ApiEvent = Object.assign({ secret: 'nobody named it' }, event)
    expect(written(more)).toEqual([[level, { event: event.type, ...at, ...line }]])
  },
)
