import type { Dispatcher } from 'undici'
import { DownloadFailure, networkFailure, statusFailure, wrongContent } from './download-failure.js'
import type { ModelAddress } from './model-addresses.js'
import { type FileResponse, requestFile } from './request-file.js'
import type { Transfer } from './transfer.js'

export interface DownloadContext {
  readonly dispatcher: Dispatcher
  readonly signal: AbortSignal
  readonly transfer: Transfer
  /** Something came: the connection is alive. */
  onActivity(): void
}

/** One try: goes on where the transfer is if the server lets it, else from the first byte, up to the last. */
export async function downloadOnce(address: ModelAddress, context: DownloadContext): Promise<void> {
  const { transfer } = context
  const total = transfer.bytes.length
  const range = transfer.resumePoint(address.url.href)
  if (range?.offset === total) return transfer.resume()
  const first = await requestFile(address, { ...context, range })
  context.onActivity()
  const resumed = range !== undefined && resumesAt(first, range.offset, total)
  const response = range !== undefined && !resumed && first.status !== 200 ? await anew(first) : first

  if (response.status !== (resumed ? 206 : 200)) {
    await response.body.dump().catch(() => undefined)
    throw statusFailure(response.host, response.status, retryAfterMs(response))
  }
  assertFits(response, total - (resumed ? transfer.received : 0))
  if (resumed) transfer.resume()
  else await transfer.restart(address.url.href, validatorOf(response))
  await readBody(response, context)

  // The server did not like the range (416), or answered another one: ask for the whole.
  async function anew(unfit: FileResponse): Promise<FileResponse> {
    await unfit.body.dump().catch(() => undefined)
    if (unfit.status !== 206 && unfit.status !== 416) return unfit
    return requestFile(address, { ...context, range: undefined })
  }
}

async function readBody(response: FileResponse, context: DownloadContext): Promise<void> {
  const { host, body } = response
  const { transfer, onActivity, signal } = context
  const total = transfer.bytes.length
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      if (transfer.received + chunk.length > total) throw await unusable(`it is longer than ${total} bytes`)
      await transfer.add(chunk)
      onActivity()
    }
  } catch (cause) {
    if (cause instanceof DownloadFailure || signal.aborted || !isTransport(cause)) throw cause
    throw networkFailure(host, cause)
  }
  if (transfer.received === total) return
  const got = `it ends after ${transfer.received} of ${total} bytes`
  // Only a chunked answer says by itself where it ends; any other short one was cut off.
  if (response.header('transfer-encoding') !== undefined) throw await unusable(got)
  throw new DownloadFailure(`The answer of ${host} was cut off: ${got}.`, { retryable: true })

  async function unusable(what: string): Promise<DownloadFailure> {
    await transfer.forget()
    return wrongContent(host, what)
  }
}

/** Errors of the connection, as against those of the cache or of a caller's `onProgress`. */
function isTransport(cause: unknown): boolean {
  const code = (cause as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^(UND_ERR|E[A-Z]+|HPE_)/.test(code)
}

function resumesAt(response: FileResponse, offset: number, total: number): boolean {
  if (response.status !== 206) return false
  return response.header('content-range') === `bytes ${offset}-${total - 1}/${total}`
}

function assertFits(response: FileResponse, expected: number): void {
  const { host } = response
  const encoding = response.header('content-encoding')
  if (encoding !== undefined && encoding !== 'identity') {
    response.body.destroy()
    throw new DownloadFailure(
      `${host} or a proxy before it answers in a changed form (${encoding}). Name a mirror that gives the file as it is.`,
    )
  }
  const length = response.header('content-length')
  if (length === undefined || Number(length) === expected) return
  response.body.destroy()
  const page = /text\/html/i.test(response.header('content-type') ?? '') ? 'a web page, ' : ''
  throw wrongContent(host, `it is ${page}${length} bytes long where ${expected} were expected`)
}

/** A strong ETag or the time of the last change; `If-Range` takes no weak ETag (RFC 9110, 13.1.5). */
function validatorOf(response: FileResponse): string | undefined {
  const etag = response.header('etag')
  if (etag !== undefined && !etag.startsWith('W/')) return etag
  return response.header('last-modified')
}

function retryAfterMs(response: FileResponse): number | undefined {
  const seconds = Number(response.header('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}
