import type { Problem, ProblemDetails } from './problem.js'
import { PROBLEMS, type ProblemCode } from './problems.js'

/** A problem document (RFC 9457) with our stable `code`, a hint and the request id. */
export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail?: string
  readonly code: ProblemCode
  readonly hint: string
  readonly request_id: string
  readonly errors?: ProblemDetails['issues'] & object
}

/** The document of a problem, for what stands in front of the API, such as a rate limiter. */
export function problemDocument(
  code: ProblemCode,
  requestId: string,
  { detail, issues }: Pick<ProblemDetails, 'detail' | 'issues'> = {},
): ProblemDocument {
  const { status, title, hint } = PROBLEMS[code]
  return {
    type: `urn:faceward:problem:${code}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    code,
    hint,
    request_id: requestId,
    ...(issues === undefined ? {} : { errors: issues }),
  }
}

/** A problem as `application/problem+json`. */
export function problemResponse({ code, status, details }: Problem, requestId: string): Response {
  const { retryAfterSeconds, headers } = details
  return new Response(JSON.stringify(problemDocument(code, requestId, details)), {
    status,
    headers: {
      ...headers,
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
  })
}
