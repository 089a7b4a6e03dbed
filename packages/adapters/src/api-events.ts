import type { AssuranceLevel } from '@faceward/spec'

interface Common {
  readonly requestId: string
  readonly tenantId: string
}

/** What an operator should look at; docs/production.md says what each means. */
export const ALARM_KINDS = [
  'replayed-frames',
  'attempts-exhausted',
  'too-many-attempts',
  'audit-unwritable',
  'record-tampered',
  'unauthenticated-burst',
  'template-unreadable',
  'key-file-unusable',
] as const

export type AlarmKind = (typeof ALARM_KINDS)[number]

/**
 * What the API tells logs and metrics. These members are all there is, and all are ids of requests, names of
 * routes, codes, times and pseudonyms of addresses: no picture, vector, score, key, address or user id can get into a log
 * by accident.
 */
export type ApiEvent =
  | (Common & {
      readonly type: 'request'
      readonly method: string
      /** The route's pattern, such as `/users/{id}`. */
      readonly route: string
      readonly status: number
      readonly durationMs: number
      /** The problem's code, where it ended in one. */
      readonly code?: string
      readonly keyId?: string
      /** The pseudonym of the client's address, a keyed digest: the same address has the same one within a tenant. */
      readonly client?: string
    })
  | (Common & {
      readonly type: 'decision'
      readonly operation: 'enroll' | 'verify'
      readonly outcome: string
      readonly reasons: readonly string[]
      readonly assurance: AssuranceLevel
    })
  | (Common & {
      readonly type: 'alarm'
      readonly kind: AlarmKind
      /** The pseudonym of the address it came from, where it came from one. */
      readonly client?: string
    })
  | (Common & {
      readonly type: 'failure'
      readonly route: string
      readonly name: string
      readonly code?: string
      readonly stage?: string
      /** Places in the code, without the error's message. */
      readonly stack: readonly string[]
    })

/** Receives events; what it throws is ignored. */
export interface ApiEventSink {
  emit(event: ApiEvent): void
}
