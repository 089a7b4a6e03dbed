import { concatBytes } from '../bytes/concat-bytes.js'

/**
 * Reads a body up to a limit; what is beyond is never held in memory. Undefined when there is more. `onBytes` is told
 * how many came, each time some came.
 *
 * @throws the signal's reason, and what the stream fails with.
 */
export async function readLimited(
  body: ReadableStream<Uint8Array> | null,
  limitBytes: number,
  signal: AbortSignal,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (body === null) return new Uint8Array(0)
  const reader = body.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener('abort', stop, { once: true })
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return concatBytes(chunks)
      length += value.length
      onBytes(value.length)
      if (length > limitBytes) {
        stop()
        return undefined
      }
      chunks.push(value)
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
