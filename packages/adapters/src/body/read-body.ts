import { readLimited } from '@faceward/plugin-kit'
import { Problem } from '../problems/problem.js'
import { overloaded } from '../queue/inference-queue.js'
import { type Pace, watchPace } from './watch-pace.js'

/** What a body may be. */
export interface BodyLimits {
  readonly limitBytes: number
  readonly pace: Pace
  /** Asked as bytes come; whatever may not be held is refused. */
  readonly mayGrow: (bytes: number) => boolean
  readonly signal: AbortSignal
}

/**
 * Reads a body up to a limit; what is beyond is never held in memory.
 * @throws Problem `body-too-large`, `body-too-slow`, `overloaded`, `unsupported-media-type` for a content encoding; the signal's
 * reason.
 */
export async function readBody(
  request: Request,
  { limitBytes, pace, mayGrow, signal }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') throw new Problem('unsupported-media-type')
  const tooLarge = () =>
    new Problem('body-too-large', { detail: `At most ${limitBytes} bytes are read.`, headers: CLOSE })
  const declared = declaredLength(request)
  if (declared !== undefined && declared > limitBytes) throw tooLarge()
  const reading = new AbortController()
  const follow = () => reading.abort(signal.reason)
  signal.addEventListener('abort', follow, { once: true })
  const watch = watchPace(pace, (problem) => reading.abort(problem))
  try {
    signal.throwIfAborted()
    const body = await readLimited(request.body, limitBytes, reading.signal, (bytes) => {
      watch.see(bytes)
      if (!mayGrow(bytes)) reading.abort(overloaded())
    })
    if (body === undefined) throw tooLarge()
    return body
  } catch (error) {
    if (reading.signal.aborted || signal.aborted || error instanceof Problem) throw error
    // The connection broke in mid-body.
    throw new Problem('malformed-body', { detail: 'The body ended early.', cause: error })
  } finally {
    watch.stop()
    signal.removeEventListener('abort', follow)
  }
}

/** What the request says its body has, where it says it. */
export function declaredLength(request: Request): number | undefined {
  const declared = request.headers.get('content-length')
  return declared === null ? undefined : Number(declared)
}

// What is left of the body would be read as the next request on this connection.
const CLOSE = { connection: 'close' }
