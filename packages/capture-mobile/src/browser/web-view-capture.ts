import { assertKnownOptions } from '@faceward/plugin-kit'
import { CaptureError, type CaptureProvider, type ImageDecoder, SPECIFICATION_VERSION } from '@faceward/spec'
import { createPacketStream } from '../receive/packet-stream.js'

/** Where messages with packets come from: the object of `addWebMessageListener`, a port, or a window. */
export interface PacketMessages {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

/** Options of {@link createWebViewCapture}. */
export interface WebViewCaptureOptions {
  readonly messages: PacketMessages
  /** Reads JPEG and PNG colour. */
  readonly decodeImage?: ImageDecoder
  /** What each packet must show; without it none is asked for. */
  readonly nonce?: string
  /** Tells the app to begin, once the page listens. */
  readonly start?: () => void
  /** Tells the app that nobody reads any more. */
  readonly stop?: () => void
  /** 10,000 unless told. */
  readonly idleTimeoutMs?: number
}

const KEYS = ['messages', 'decodeImage', 'nonce', 'start', 'stop', 'idleTimeoutMs'] as const

/**
 * Packets that a native app posts to its web view as ArrayBuffers (Android: `WebViewCompat.addWebMessageListener`,
 * `JavaScriptReplyProxy.postMessage(byte[])`, feature WEB_MESSAGE_ARRAY_BUFFER). Other messages are not looked at.
 * The newest packet is kept while the reader is busy. A page cannot know its app: trust is `declared`.
 *
 * Sessions throw CaptureError `malformed-packet`, `device-lost` when no packet comes.
 */
export function createWebViewCapture(options: WebViewCaptureOptions): CaptureProvider {
  assertKnownOptions('createWebViewCapture', options, KEYS)
  const { messages, start, stop, idleTimeoutMs = 10_000, ...streaming } = options
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'web-view',
    async open({ signal } = {}) {
      signal?.throwIfAborted()
      const stream = createPacketStream({
        ...streaming,
        sourceId: 'web-view',
        idleTimeoutMs,
        ...(signal === undefined ? {} : { signal }),
        onClose() {
          messages.removeEventListener('message', listen)
          stop?.()
        },
      })
      const listen = ({ data }: MessageEvent) => {
        if (!(data instanceof ArrayBuffer)) return
        try {
          stream.push(new Uint8Array(data))
        } catch (error) {
          // The stream has failed with it, and the reader is told; what else is wrong is the page's to see.
          if (!CaptureError.isInstance(error)) throw error
        }
      }
      messages.addEventListener('message', listen)
      start?.()
      return stream.session
    },
  }
}
