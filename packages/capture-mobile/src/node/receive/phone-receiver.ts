import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { assertKnownOptions, invalidOption } from '@faceward/plugin-kit'
import {
  type CallOptions,
  type CaptureProvider,
  type ImageDecoder,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import type { VerifyAttestation } from '../../packet/packet-trust.js'
import { createHttpPhones } from './http-phones.js'
import { createPhoneDesk, SOURCE_ID } from './phone-desk.js'
import type { AcceptedPhone, PhoneArrival, PhoneSession } from './phone-protocol.js'
import { createWebSocketPhones } from './websocket-phones.js'

/** Options of {@link createPhoneReceiver}. */
export interface PhoneReceiverOptions<Identity> {
  /** Who a phone is; undefined refuses it with 401. Its answer may set the nonce. */
  readonly authenticate: (arrival: PhoneArrival) => Promise<AcceptedPhone<Identity> | undefined>
  /** Reads JPEG and PNG colour; without it only raw colour is read. */
  readonly decodeImage?: ImageDecoder
  /** Raises the trust of packets from `declared` to `attested` where it says true. */
  readonly verifyAttestation?: VerifyAttestation
  /** 4 MiB unless told. */
  readonly maximumPacketBytes?: number
  /** Phones at a time, waiting and read together; 16 unless told. */
  readonly maximumSessions?: number
  /** 10,000 unless told. */
  readonly idleTimeoutMs?: number
}

/** Phones that send depth packets, as a capture provider: each `open` is the next phone's session. */
export interface PhoneReceiver<Identity> extends CaptureProvider {
  open(options?: CallOptions): Promise<PhoneSession<Identity>>
  /** For `server.on('upgrade', ...)`: a phone that streams over a WebSocket. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** For the paths below which phones send each packet by a request. */
  handleRequest(request: IncomingMessage, response: ServerResponse): void
  /** Ends all sessions; the server stays the caller's. */
  close(): Promise<void>
}

const KEYS = [
  'authenticate',
  'decodeImage',
  'verifyAttestation',
  'maximumPacketBytes',
  'maximumSessions',
  'idleTimeoutMs',
] as const

/**
 * Receives depth packets of phones over WebSockets and HTTP on a server of yours, which also brings TLS. A phone gets
 * a nonce that each of its packets must show. The newest packet is kept while a reader is busy, the others are
 * dropped undecoded; a phone that wants to pace itself sends the next when it is told that one was taken.
 *
 * Sessions throw CaptureError: `malformed-packet`, `device-lost` when the phone goes away or falls silent,
 * `stream-ended` when the receiver is closed.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createPhoneReceiver<Identity>(
  options: PhoneReceiverOptions<Identity>,
): PhoneReceiver<Identity> {
  assertKnownOptions('createPhoneReceiver', options, KEYS)
  const {
    authenticate,
    maximumPacketBytes = 4 * 1024 * 1024,
    maximumSessions = 16,
    idleTimeoutMs = 10_000,
    ...streaming
  } = options
  for (const [key, value] of Object.entries({ maximumPacketBytes, maximumSessions, idleTimeoutMs })) {
    if (Number.isInteger(value) && value > 0) continue
    throw invalidOption('createPhoneReceiver', key, 'expected a whole number above 0')
  }
  const desk = createPhoneDesk<Identity>({ ...streaming, maximumSessions, idleTimeoutMs })
  const connecting = {
    authenticate: ({ headers, url = '/', socket }: IncomingMessage) =>
      authenticate({ headers, url, address: socket.remoteAddress }),
    maximumPacketBytes,
  }
  const sockets = createWebSocketPhones(desk, connecting)
  const requests = createHttpPhones(desk, connecting)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: SOURCE_ID,
    open: ({ signal } = {}) => desk.next(signal),
    handleUpgrade: (request, socket, head) => void sockets.accept(request, socket, head),
    handleRequest: (request, response) => void requests.handle(request, response),
    close: async () => desk.close(),
  }
}
