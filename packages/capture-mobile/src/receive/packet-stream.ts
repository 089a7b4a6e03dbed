import { CaptureError, type CaptureSession, type Frame, type ImageDecoder } from '@faceward/spec'
import { decodeDepthPacket, frameOfPacket } from '../packet/decode-packet.js'
import { malformedPacket } from '../packet/malformed-packet.js'
import { packetTrust, type VerifyAttestation } from '../packet/packet-trust.js'
import { type DepthPacket, readDepthPacket } from '../packet/read-packet.js'

/** Options of {@link createPacketStream}. */
export interface PacketStreamOptions {
  readonly sourceId: string
  /** Reads JPEG and PNG colour. */
  readonly decodeImage?: ImageDecoder
  /** What each packet must show as its nonce. */
  readonly nonce?: string
  readonly verifyAttestation?: VerifyAttestation
  /** With no packet for so long, the sender is lost, and a session that nobody reads is given up. Left out: never. */
  readonly idleTimeoutMs?: number
  readonly signal?: AbortSignal
  /** A packet was taken out to be decoded: there is room for another. */
  readonly onTaken?: (sequence: number) => void
  /** The reader is done, or something failed. Called once. */
  readonly onClose?: (failure: unknown) => void
}

/** Packets go in as they come, frames come out as they are asked for. */
export interface PacketStream {
  /**
   * Gives a packet. One that still waited makes room: the newest is kept, `sequence` shows the gap.
   * @throws CaptureError `malformed-packet`, `unsupported`: the stream has failed with it.
   */
  push(bytes: Uint8Array): void
  /** No more packets come; one that waits is still read. */
  end(): void
  /** The sender is lost. */
  fail(error: unknown): void
  readonly session: CaptureSession
}

/** The part that all receivers of packets share. At most one undecoded packet is held. */
export function createPacketStream(options: PacketStreamOptions): PacketStream {
  const { signal, onTaken, onClose, idleTimeoutMs, sourceId } = options
  const state: {
    waiting?: DepthPacket
    latest: number
    isRead: boolean
    isOver: boolean
    isClosed: boolean
    failure?: { readonly error: unknown }
    wake?: () => void
    idle?: ReturnType<typeof setTimeout>
  } = { latest: -1, isRead: false, isOver: false, isClosed: false }

  function close(failure?: unknown): void {
    delete state.waiting
    state.isOver = true
    if (state.isClosed) return
    state.isClosed = true
    clearTimeout(state.idle)
    signal?.removeEventListener('abort', abort)
    onClose?.(failure)
  }
  function fail(error: unknown): void {
    if (state.isClosed) return
    state.failure = { error }
    close(error)
    state.wake?.()
  }
  const abort = () => fail(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  /** Counts the silence anew. A packet that waits for a slow reader is not the sender's silence. */
  function listenAnew(): void {
    clearTimeout(state.idle)
    if (state.isClosed || idleTimeoutMs === undefined) return
    state.idle = setTimeout(() => {
      if (state.isRead && state.waiting !== undefined) listenAnew()
      else fail(silent(idleTimeoutMs))
    }, idleTimeoutMs)
  }
  listenAnew()

  async function next(): Promise<DepthPacket | undefined> {
    for (;;) {
      if (state.failure !== undefined) throw state.failure.error
      const { waiting } = state
      if (waiting !== undefined) {
        delete state.waiting
        listenAnew()
        return waiting
      }
      if (state.isOver) return undefined
      await new Promise<void>((resolve) => {
        state.wake = resolve
      })
    }
  }

  async function* frames(): AsyncGenerator<Frame> {
    state.isRead = true
    try {
      for (let packet = await next(); packet !== undefined; packet = await next()) {
        onTaken?.(packet.header.seq)
        yield await decode(packet)
      }
    } catch (error) {
      fail(error)
      throw error
    } finally {
      close()
    }
  }
  async function decode(packet: DepthPacket): Promise<Frame> {
    const call = signal === undefined ? {} : { signal }
    const { nonce, verifyAttestation, decodeImage } = options
    const trust = await packetTrust(packet, {
      ...(nonce === undefined ? {} : { nonce }),
      ...(verifyAttestation === undefined ? {} : { verifyAttestation }),
      ...call,
    })
    const reading = decodeImage === undefined ? {} : { decodeImage }
    return frameOfPacket(await decodeDepthPacket(packet, { ...reading, trust, ...call }), sourceId)
  }

  return {
    push(bytes) {
      if (state.isOver) return
      try {
        const packet = readDepthPacket(bytes)
        const { seq } = packet.header
        if (seq <= state.latest) throw malformedPacket('its number does not rise')
        state.latest = seq
        state.waiting = packet
        listenAnew()
      } catch (error) {
        fail(error)
        throw error
      }
      state.wake?.()
    },
    end() {
      state.isOver = true
      state.wake?.()
    },
    fail,
    session: {
      [Symbol.asyncIterator]: frames,
      async close() {
        close()
        state.wake?.()
      },
    },
  }
}

const silent = (ms: number) =>
  new CaptureError(`The phone has sent nothing for ${ms / 1000} s.`, { code: 'device-lost' })
