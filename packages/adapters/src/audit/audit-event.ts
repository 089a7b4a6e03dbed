/** What an audit event tells: who did what to whom, how it ended and why. Never a picture, vector or score. */
export interface AuditEvent {
  readonly action: 'enroll' | 'verify' | 'delete' | 'unlock' | 'read' | 'challenge' | 'retention' | 'alarm'
  /** The API key's name; `anonymous` without keys, `server` for the sweeper. */
  readonly actor: string
  /** The user's pseudonym. */
  readonly subject: string
  /** The decision, the problem's code, or `done`. */
  readonly outcome: string
  readonly reasons: readonly string[]
  readonly requestId: string
  /** The pseudonym of the address it came from; absent where there was none. */
  readonly client?: string
  readonly policyId?: string
  readonly modelIds?: readonly string[]
}

/** An event as it stands in the chain. */
export interface ChainedEvent extends AuditEvent {
  readonly sequence: number
  readonly atMs: number
  /** The MAC of the event before; empty for the first. */
  readonly previous: string
  /** Keyed digest over everything above. */
  readonly mac: string
}
