/** Time, injected so that tests need not wait. */
export interface Clock {
  /** Unix milliseconds. */
  now(): number
  /** Milliseconds that only go up, for durations. */
  monotonic(): number
}

/** Random bytes for keys, nonces and ids, from a cryptographic source. */
export interface RandomSource {
  bytes(length: number): Uint8Array
}

/** What happened, for logs, metrics and audit: ids, codes and times; never a pixel, vector, score, key or raw subject id. */
export interface EngineEvent {
  readonly type: 'enrolled' | 'enrolment_refused' | 'verified' | 'deleted' | 'rewrapped' | 'failed'
  readonly atMs: number
  readonly tenantId: string
  /** The subject's pseudonym. */
  readonly subject: string
  readonly outcome?: string
  readonly reasonCodes: readonly string[]
  readonly policyId?: string
  readonly modelId?: string
  readonly durationMs: number
}

/** Receives events. It may not throw; the engine ignores it if it does. */
export interface EventSink {
  emit(event: EngineEvent): void
}
