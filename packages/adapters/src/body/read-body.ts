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
  if (request.body === null) return new Uint8Array(0)
  const reader = request.body.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return joined(chunks, length)
      length += value.length
      if (length > limitBytes) throw tooLarge()
      chunks.push(value)
    }
  } catch (error) {
    stop()
    if (error instanceof Problem || signal.aborted) throw error
    // The connection broke in mid-body.
    throw new Problem('malformed-body', { detail: 'The body ended early.', cause: error })
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

// What is left of the body would be read as the next request on this connection.
const CLOSE = { connection: 'close' }

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
