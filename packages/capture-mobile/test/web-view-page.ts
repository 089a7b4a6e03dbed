// Bundled for Chromium by web-view.test.ts: what a page in an app's web view does.
import type { CaptureProvider, Frame } from '@faceward/spec'
import { createSchemeCapture, createWebViewCapture } from '../src/browser/index.js'

interface Seen {
  readonly sequence: number
  readonly first: number
  readonly metres: number
  readonly trust: string | undefined
}

/** What became of reading a provider. */
export interface Reading {
  readonly seen: readonly Seen[]
  readonly failure?: string
  readonly told?: readonly string[]
}

async function read(provider: CaptureProvider, most: number): Promise<Reading> {
  const seen: Seen[] = []
  try {
    for await (const frame of await provider.open()) {
      seen.push(summary(frame))
      if (seen.length === most) break
    }
    return { seen }
  } catch (error) {
    return { seen, failure: (error as { code?: string }).code ?? String(error) }
  }
}

const summary = ({ sequence, image, depth }: Frame): Seen => ({
  sequence,
  first: image.data[0] as number,
  metres: depth?.data[0] ?? 0,
  trust: depth?.provenance.trust,
})

Object.assign(globalThis, {
  /** The app's side of a message channel posts the packets one by one, each as an ArrayBuffer. */
  async readMessages(packets: readonly number[][], most: number, idleTimeoutMs: number) {
    const { port1: page, port2: app } = new MessageChannel()
    const waiting = packets.map((packet) => Uint8Array.from(packet).buffer)
    const told: string[] = []
    const post = () => {
      const next = waiting.shift()
      if (next !== undefined) app.postMessage(next)
    }
    app.onmessage = post
    const capture = createWebViewCapture({
      messages: page,
      nonce: 'abc',
      idleTimeoutMs,
      start() {
        told.push('start')
        page.start()
        app.postMessage('not a packet')
        post()
      },
      stop: () => told.push('stop'),
    })
    const provider: CaptureProvider = {
      ...capture,
      async open(options) {
        const session = await capture.open(options)
        return {
          close: session.close,
          async *[Symbol.asyncIterator]() {
            for await (const frame of session) {
              page.postMessage('more')
              yield frame
            }
          },
        }
      },
    }
    return { ...(await read(provider, most)), told }
  },
  readScheme: (url: string, most: number) => read(createSchemeCapture({ url, nonce: 'abc' }), most),
})
