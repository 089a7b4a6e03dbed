import type { AssuranceLevel } from '@faceward/spec'

interface Common {
  readonly requestId: string
  readonly tenantId: string
}

/**
 * What the API tells logs and metrics. These members are all there is, and all are ids of requests, names of
 * routes, codes and times: no picture, vector, score, key, address or user id can get into a log by accident.
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
      readonly kind:
        | 'replayed-frames'
        | 'attempts-exhausted'
        | 'too-many-attempts'
        | 'audit-unwritable'
        | 'record-tampered'
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
