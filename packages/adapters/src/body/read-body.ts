import { readLimited } from '@faceward/spec'
import { Problem } from '../problems/problem.js'

/**
 * Reads a body up to a limit; what is beyond is never held in memory.
 * @throws Problem `body-too-large`, `unsupported-media-type` for a content encoding; the signal's reason.
 */
export async function readBody(
  request: Request,
  limitBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') throw new Problem('unsupported-media-type')
  const tooLarge = () =>
    new Problem('body-too-large', { detail: `At most ${limitBytes} bytes are read.`, headers: CLOSE })
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > limitBytes) throw tooLarge()
  const body = await readLimited(request.body, limitBytes, signal).catch((error: unknown) => {
    if (signal.aborted) throw error
    // The connection broke in mid-body.
    throw new Problem('malformed-body', { detail: 'The body ended early.', cause: error })
  })
  if (body === undefined) throw tooLarge()
  return body
}

// What is left of the body would be read as the next request on this connection.
const CLOSE = { connection: 'close' }
