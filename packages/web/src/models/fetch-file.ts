import { concatBytes } from '@faceward/plugin-kit'
import { type CallOptions, ModelLoadError } from '@faceward/spec'

export interface FetchFileOptions extends CallOptions {
  /** `reload` goes past the browser's own cache. */
  readonly cache: 'default' | 'reload'
  /** Told of every piece, with its length. */
  readonly onBytes?: (length: number) => void
}

/**
 * The bytes at an address.
 *
 * @throws ModelLoadError `not-found` when the server has no such file, `download-failed` when it cannot be reached.
 */
export async function fetchFile(address: URL, options: FetchFileOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { signal, cache, onBytes } = options
  try {
    const response = await fetch(address, {
      cache,
      credentials: 'same-origin',
      ...(signal ? { signal } : {}),
    })
    if (!response.ok) throw notThere(address, response.status)
    return await readAll(response, onBytes)
  } catch (cause) {
    signal?.throwIfAborted()
    if (ModelLoadError.isInstance(cause)) throw cause
    throw new ModelLoadError(
      `${address.pathname} could not be loaded: there is no connection to the server.`,
      {
        code: 'download-failed',
        retryable: true,
        cause,
      },
    )
  }
}

function notThere(address: URL, status: number): ModelLoadError {
  const advice = "Serve what 'faceward models export' writes, and give its address as modelsUrl."
  return new ModelLoadError(`${address.pathname} is not served (status ${status}). ${advice}`, {
    code: status === 404 ? 'not-found' : 'download-failed',
    retryable: status >= 500,
  })
}

async function readAll(
  response: Response,
  onBytes: ((length: number) => void) | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array[] = []
  const reader = response.body!.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    pieces.push(next.value)
    onBytes?.(next.value.length)
  }
  return concatBytes(pieces)
}
