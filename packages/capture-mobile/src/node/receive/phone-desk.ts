import { randomBytes } from 'node:crypto'
import { CaptureError, type ImageDecoder } from '@faceward/spec'
import type { VerifyAttestation } from '../../packet/packet-trust.js'
import { createPacketStream, type PacketStream } from '../../receive/packet-stream.js'
import type { AcceptedPhone, PhoneSession } from './phone-protocol.js'

export const SOURCE_ID = 'phone'

/** What every phone's stream is made with. */
export interface DeskOptions {
  readonly decodeImage?: ImageDecoder
  readonly verifyAttestation?: VerifyAttestation
  readonly idleTimeoutMs: number
  readonly maximumSessions: number
}

/** What a connection hears of the reader's end. */
export interface PhoneEnds {
  onTaken?(sequence: number): void
  onClose(failure: unknown): void
}

/** A phone's stream, and what it must be told. */
export interface SeatedPhone {
  readonly stream: PacketStream
  readonly nonce: string
}

/** Where phones wait for who reads them, whatever way they came. */
export interface PhoneDesk<Identity> {
  /** Undefined when there is no room. */
  seat(phone: AcceptedPhone<Identity>, ends: PhoneEnds): SeatedPhone | undefined
  /** The next phone's frames. */
  next(signal: AbortSignal | undefined): Promise<PhoneSession<Identity>>
  close(): void
}

/** Phones that are being read count as well: no more than `maximumSessions` are held. */
export function createPhoneDesk<Identity>(options: DeskOptions): PhoneDesk<Identity> {
  const { maximumSessions, ...streaming } = options
  const open = new Set<PacketStream>()
  const waiting: PhoneSession<Identity>[] = []
  const readers: Reader<Identity>[] = []
  const state = { isClosed: false }
  return {
    seat({ identity, nonce = randomBytes(16).toString('base64url') }, { onTaken, onClose }) {
      if (state.isClosed || open.size >= maximumSessions) return undefined
      const stream = createPacketStream({
        ...streaming,
        sourceId: SOURCE_ID,
        nonce,
        ...(onTaken === undefined ? {} : { onTaken }),
        onClose(failure) {
          open.delete(stream)
          const place = waiting.indexOf(session)
          if (place >= 0) waiting.splice(place, 1)
          onClose(failure)
        },
      })
      const session = { ...stream.session, identity, nonce }
      open.add(stream)
      const reader = readers.shift()
      if (reader === undefined) waiting.push(session)
      else reader.take(session)
      return { stream, nonce }
    },
    next(signal) {
      signal?.throwIfAborted()
      if (state.isClosed) return Promise.reject(closed())
      const session = waiting.shift()
      if (session !== undefined) return Promise.resolve(session)
      return new Promise((resolve, reject) => {
        const leave = () => {
          readers.splice(readers.indexOf(reader), 1)
          reject(signal?.reason)
        }
        const reader: Reader<Identity> = {
          take(arrived) {
            signal?.removeEventListener('abort', leave)
            resolve(arrived)
          },
          refuse: reject,
        }
        signal?.addEventListener('abort', leave, { once: true })
        readers.push(reader)
      })
    },
    close() {
      state.isClosed = true
      for (const stream of open) stream.fail(closed())
      for (const reader of readers.splice(0)) reader.refuse(closed())
    },
  }
}

/** Somebody who waits for the next phone. */
interface Reader<Identity> {
  take(session: PhoneSession<Identity>): void
  refuse(reason: unknown): void
}

const closed = () => new CaptureError('The receiver was closed.', { code: 'stream-ended' })
