import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CaptureError, FacewardError } from '@faceward/spec'
import type { PacketStream } from '../../receive/packet-stream.js'
import type { PhoneDesk } from './phone-desk.js'
import type { AcceptedPhone } from './phone-protocol.js'

/** Phones that send each packet by a request of its own. */
export interface HttpPhones {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

const SESSION = /\/([A-Za-z0-9_-]{22})$/

/**
 * `POST /anything` opens a session; `POST /anything/<session>` takes a packet; `DELETE /anything/<session>` ends it.
 * Who knows the session's name may send to it.
 */
export function createHttpPhones<Identity>(
  desk: PhoneDesk<Identity>,
  {
    authenticate,
    maximumPacketBytes,
  }: {
    readonly authenticate: (request: IncomingMessage) => Promise<AcceptedPhone<Identity> | undefined>
    readonly maximumPacketBytes: number
  },
): HttpPhones {
  const streams = new Map<string, PacketStream>()

  async function open(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const phone = await authenticate(request)
    if (phone === undefined) return answer(response, 401)
    const session = randomBytes(16).toString('base64url')
    const seated = desk.seat(phone, { onClose: () => streams.delete(session) })
    if (seated === undefined) return answer(response, 503, { code: 'too-many-phones' })
    streams.set(session, seated.stream)
    answer(response, 201, { session, version: 1, nonce: seated.nonce, maximumBytes: maximumPacketBytes })
  }

  async function take(
    stream: PacketStream,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const bytes = await readBody(request, maximumPacketBytes)
    if (bytes === undefined) return answer(response, 413, { code: 'too-large' })
    try {
      stream.push(bytes)
    } catch (error) {
      if (!CaptureError.isInstance(error)) throw error
      return answer(response, 422, { code: error.code, message: error.message })
    }
    answer(response, 204)
  }

  return {
    async handle(request, response) {
      try {
        const [, session] = SESSION.exec((request.url ?? '').split('?')[0] ?? '') ?? []
        const stream = session === undefined ? undefined : streams.get(session)
        if (session === undefined && request.method === 'POST') await open(request, response)
        else if (session !== undefined && stream === undefined) answer(response, 410)
        else if (stream !== undefined && request.method === 'POST') await take(stream, request, response)
        else if (stream !== undefined && request.method === 'DELETE') {
          stream.end()
          streams.delete(session as string)
          answer(response, 204)
        } else answer(response, 405)
      } catch (error) {
        answer(response, 500, { code: FacewardError.isInstance(error) ? error.code : 'internal-error' })
      }
    },
  }
}

/** Undefined when it is longer than allowed; no more than that is held. */
async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > limit) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks, length))
}

function answer(response: ServerResponse, status: number, body?: object): void {
  if (response.headersSent || response.destroyed) return
  // What is left of a refused body would be read as the next request.
  if (status === 413) response.setHeader('connection', 'close')
  if (body === undefined) response.writeHead(status).end()
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
