import type * as z from 'zod'
import type { ClientAddress } from '../clients.js'
import type { Scope } from '../keys/api-key.js'
import type { Caller } from '../keys/authenticate.js'
import type { ProblemCode } from '../problems/problems.js'
import type { Services } from './services.js'

/** A request on its way to a route. */
export interface RouteContext {
  readonly request: Request
  readonly requestId: string
  readonly caller: Caller
  /** The client's pseudonym: of its key, or of its address. */
  readonly client: string
  /** The pseudonym of its address, for audit and log. */
  readonly from: ClientAddress
  /** The `{id}` of the path. */
  readonly id: string
  /** Ends at the timeout, or when the client goes away. */
  readonly signal: AbortSignal
  readonly services: Services
}

/** What a route answers; a body that is no string or bytes goes out as JSON, checked by the route's schema. */
export interface RouteAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One operation: how it is done, and what the OpenAPI document says of it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** With `{id}` where a user's id stands. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  /** The scope a key needs; undefined = open to everybody. */
  readonly scope?: Scope
  /** Takes an Idempotency-Key. */
  readonly idempotent?: boolean
  readonly input?: { readonly schema: z.ZodType; readonly form: boolean; readonly example: unknown }
  readonly answers: Readonly<
    Record<
      number,
      { readonly description: string; readonly schema?: z.ZodType; readonly contentType?: string }
    >
  >
  readonly problems: readonly ProblemCode[]
  handle(context: RouteContext): Promise<RouteAnswer>
}
