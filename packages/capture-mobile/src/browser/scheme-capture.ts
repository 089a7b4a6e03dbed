import { assertKnownOptions, withDeadline } from '@faceward/plugin-kit'
import {
  CaptureError,
  type CaptureProvider,
  type Frame,
  type ImageDecoder,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { createPacketStream, type PacketStream } from '../receive/packet-stream.js'

/** Options of {@link createSchemeCapture}. */
export interface SchemeCaptureOptions {
  /** Such as `faceward-depth://frames`; `?after=<number>` is added, the last frame's, -1 at first. */
  readonly url: string
  /** Reads JPEG and PNG colour. */
  readonly decodeImage?: ImageDecoder
  /** What each packet must show; without it none is asked for. */
  readonly nonce?: string
  /** A request may wait so long for its frame; 10,000 unless told. */
  readonly idleTimeoutMs?: number
}

const KEYS = ['url', 'decodeImage', 'nonce', 'idleTimeoutMs'] as const

/**
 * Packets that a page fetches from its app (iOS: a `WKURLSchemeHandler`; WKWebView posts no ArrayBuffers). One frame
 * a request, asked for when the reader wants one: 200 with the newest packet, held back until there is a new one;
 * 410 when there will be none. The page must come from a scheme of the app too, or the handler answer with
 * `Access-Control-Allow-Origin`. A page cannot know its app: trust is `declared`.
 *
 * Sessions throw CaptureError `malformed-packet`, `device-lost` when the app does not answer.
 */
export function createSchemeCapture(options: SchemeCaptureOptions): CaptureProvider {
  assertKnownOptions('createSchemeCapture', options, KEYS)
  const { url, idleTimeoutMs = 10_000, ...streaming } = options
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'url-scheme',
    async open({ signal } = {}) {
      signal?.throwIfAborted()
      const gone = new AbortController()
      const stream = createPacketStream({
        ...streaming,
        sourceId: 'url-scheme',
        ...(signal === undefined ? {} : { signal }),
        onClose: () => gone.abort(),
      })
      const fetchInto = (after: number) =>
        withDeadline({ timeoutMs: idleTimeoutMs, signal: gone.signal }, (deadline) =>
          fetchPacket(`${url}?after=${after}`, deadline, stream),
        )
      return { close: stream.session.close, [Symbol.asyncIterator]: () => framesOf(stream, fetchInto) }
    },
  }
}

async function* framesOf(
  stream: PacketStream,
  fetchInto: (after: number) => Promise<void>,
): AsyncGenerator<Frame> {
  const decoded = stream.session[Symbol.asyncIterator]()
  let after = -1
  try {
    for (;;) {
      await fetchInto(after)
      const { value, done } = await decoded.next()
      if (done) return
      after = value.sequence
      yield value
    }
  } finally {
    await decoded.return?.(undefined)
    await stream.session.close()
  }
}

/** What goes wrong is the stream's to tell. */
async function fetchPacket(url: string, signal: AbortSignal, stream: PacketStream): Promise<void> {
  try {
    const response = await fetch(url, { signal, cache: 'no-store' })
    if (response.status === 410) return stream.end()
    if (!response.ok) throw new TypeError(`status ${response.status}`)
    stream.push(new Uint8Array(await response.arrayBuffer()))
  } catch (cause) {
    if (CaptureError.isInstance(cause)) return
    stream.fail(new CaptureError('The app does not answer with frames.', { code: 'device-lost', cause }))
  }
}
