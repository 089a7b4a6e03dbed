import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CaptureError } from '@faceward/spec'
import { WebSocketServer } from 'ws'
import type { PhoneDesk } from './phone-desk.js'
import { type AcceptedPhone, CLOSE, type ReadyMessage } from './phone-protocol.js'

/** Phones that come by WebSocket. */
export interface WebSocketPhones {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
}

const CLOSE_REASON_BYTES = 123
/** A phone that is done: said, or closed without a word (RFC 6455, 1005). */
const FAREWELLS: ReadonlySet<number> = new Set([CLOSE.done, 1005])

export function createWebSocketPhones<Identity>(
  desk: PhoneDesk<Identity>,
  {
    authenticate,
    maximumPacketBytes,
  }: {
    readonly authenticate: (request: IncomingMessage) => Promise<AcceptedPhone<Identity> | undefined>
    readonly maximumPacketBytes: number
  },
): WebSocketPhones {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maximumPacketBytes,
    perMessageDeflate: false,
  })
  return {
    async accept(request, socket, head) {
      // Without a listener a phone that hangs up while it is judged would end the process.
      socket.on('error', () => socket.destroy())
      let phone: AcceptedPhone<Identity> | undefined
      try {
        phone = await authenticate(request)
      } catch {
        return refuse(socket, 500, 'Internal Server Error')
      }
      if (phone === undefined) return refuse(socket, 401, 'Unauthorized')
      if (socket.destroyed) return
      server.handleUpgrade(request, socket, head, (connection) => {
        const seated = desk.seat(phone, {
          onTaken: (seq) => connection.send(JSON.stringify({ type: 'taken', seq })),
          onClose: (failure) => connection.close(...goodbye(failure)),
        })
        if (seated === undefined) return connection.close(CLOSE.tooMany, 'too many phones')
        const { stream, nonce } = seated
        connection.on('message', (data, isBinary) => {
          if (!isBinary) return connection.close(CLOSE.wrongKind, 'packets are binary messages')
          try {
            stream.push(new Uint8Array(data as Buffer))
          } catch {
            // The stream has failed with it, and the reader and the phone are told.
          }
        })
        connection.on('error', (cause) => stream.fail(lost(cause)))
        connection.on('close', (code) => (FAREWELLS.has(code) ? stream.end() : stream.fail(lost())))
        const ready: ReadyMessage = { type: 'ready', version: 1, nonce, maximumBytes: maximumPacketBytes }
        connection.send(JSON.stringify(ready))
      })
    },
  }
}

/** What a phone is told when its reader is done, and why it failed where the phone could do better. */
function goodbye(failure: unknown): [code: number, reason: string] {
  if (failure === undefined) return [CLOSE.done, 'done']
  const isItsFault = CaptureError.isInstance(failure) && failure.code === 'malformed-packet'
  if (!isItsFault) return [CLOSE.lost, 'the capture ended']
  return [CLOSE.malformed, failure.message.slice(0, CLOSE_REASON_BYTES)]
}

const lost = (cause?: unknown) => new CaptureError('The phone went away.', { code: 'device-lost', cause })

function refuse(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
