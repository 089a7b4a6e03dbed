import { readLimited, withDeadline } from '@faceward/plugin-kit'
import { type CallOptions, InferenceError } from '@faceward/spec'
import type { EncodedBody } from '../protocol/binary-body.js'
import type { ParsedRemoteBackendOptions } from './remote-backend-options.js'

/** An answer, whole. */
export interface ServerAnswer {
  readonly status: number
  readonly headers: Headers
  /** Empty unless the status is 200. */
  readonly bytes: Uint8Array
}

/** The way to one server. */
export interface ServerConnection {
  /**
   * Asks below `/v2`. With a body by POST, else by GET.
   *
   * @throws InferenceError `backend-failure`: out of reach, too slow, too long an answer, a redirect; the signal's reason.
   */
  ask(
    segments: readonly string[],
    options: CallOptions & { readonly body?: EncodedBody },
  ): Promise<ServerAnswer>
}

/** Statuses after which the same request may succeed (RFC 9110, RFC 6585). */
const PASSING: readonly number[] = [408, 425, 429, 500, 502, 503, 504]

/** Asks a server over HTTP. Redirects are not followed: they could lead a crop of a face to anywhere, in clear. */
export function createServerConnection(options: ParsedRemoteBackendOptions): ServerConnection {
  const { base, timeoutMs, maximumAnswerBytes, fetch } = options

  // A connection that was kept open may have been closed by the other side at that very moment. Running a model changes
  // nothing there, so asking once more is safe; browsers do it by themselves.
  async function responseTo(request: () => Request, signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(request())
    } catch {
      signal.throwIfAborted()
      return fetch(request())
    }
  }

  async function exchange(request: () => Request, signal: AbortSignal): Promise<ServerAnswer> {
    const response = await responseTo(request, signal)
    const { status, headers } = response
    if (status !== 200) {
      void response.body?.cancel().catch(() => undefined)
      if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
        throw failure('answers with a redirect, which is not followed')
      }
      return { status, headers, bytes: new Uint8Array(0) }
    }
    const bytes = await readLimited(response.body, maximumAnswerBytes, signal)
    if (bytes === undefined) throw failure(`answers with more than ${maximumAnswerBytes} bytes`)
    return { status, headers, bytes }
  }

  return {
    ask: (segments, { body, signal }) =>
      withDeadline({ timeoutMs, signal }, async (deadline) => {
        const request = () => requestOf(options, addressOf(base, segments), body, deadline)
        try {
          return await exchange(request, deadline)
        } catch (cause) {
          signal?.throwIfAborted()
          if (deadline.aborted)
            throw failure(`did not answer within ${timeoutMs} ms`, { retryable: true, cause })
          if (InferenceError.isInstance(cause)) throw cause
          throw failure('cannot be reached, or the connection broke', { retryable: true, cause })
        }
      }),
  }
}

/** What a status other than 200 means for a run. */
export function refusal(status: number): InferenceError {
  return failure(`answers with status ${status}`, { retryable: PASSING.includes(status) })
}

export function failure(
  what: string,
  details: { readonly retryable?: boolean; readonly cause?: unknown } = {},
): InferenceError {
  return new InferenceError(`The inference server ${what}.`, { code: 'backend-failure', ...details })
}

function addressOf(base: URL, segments: readonly string[]): URL {
  const url = new URL(base)
  url.pathname = [base.pathname.replace(/\/$/, ''), 'v2', ...segments.map(encodeURIComponent)].join('/')
  return url
}

function requestOf(
  { headers: given }: ParsedRemoteBackendOptions,
  url: URL,
  body: EncodedBody | undefined,
  signal: AbortSignal,
): Request {
  const headers = new Headers(given)
  for (const [name, value] of Object.entries(body?.headers ?? {})) headers.set(name, value)
  return new Request(url, {
    method: body ? 'POST' : 'GET',
    headers,
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal,
    ...(body ? { body: body.body } : {}),
  })
}
