import { PROBLEMS, type ProblemCode } from './problems.js'

/** One thing that is wrong with a request: where, and what was expected. */
export interface ProblemIssue {
  readonly path: string
  readonly message: string
}

export interface ProblemDetails {
  /** What went wrong this time, without anything the client sent. */
  readonly detail?: string
  readonly issues?: readonly ProblemIssue[]
  /** Tells the client when to come back. */
  readonly retryAfterSeconds?: number
  readonly headers?: Readonly<Record<string, string>>
  /** The name of the API key that was refused, for the log; not told to the client. */
  readonly keyId?: string | undefined
  readonly cause?: unknown
}

/** A request that gets a problem document for an answer (RFC 9457). Thrown inside the API, never out of it. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly details: ProblemDetails

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(PROBLEMS[code].title, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.details = details
  }

  get status(): number {
    return PROBLEMS[this.code].status
  }
}
