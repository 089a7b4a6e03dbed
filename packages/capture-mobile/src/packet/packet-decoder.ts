import {
  type CallOptions,
  CaptureError,
  type DepthMap,
  type Image,
  ImageDecodeError,
  type ImageDecoder,
  type Intrinsics,
} from '@faceward/spec'
import { type DecodedPacket, decodeDepthPacket } from './decode-packet.js'
import { PACKET } from './packet-layout.js'
import { packetTrust, type VerifyAttestation } from './packet-trust.js'
import { type DepthPacket, readDepthPacket } from './read-packet.js'

/** Options of {@link createPacketDecoder}. */
export interface PacketDecoderOptions {
  /** Reads JPEG and PNG colour. */
  readonly decodeImage: ImageDecoder
  /** Without it all packets are `declared`. */
  readonly verifyAttestation?: VerifyAttestation
  /** Of a picture or a map, at most; 4,000,000 unless told. */
  readonly maximumPixels?: number
}

export interface PacketDecodeCall extends CallOptions {
  /** What the packet must show as its nonce. */
  readonly nonce?: string
}

/** Depth of a packet, apart from the packet's clock. */
export interface PacketDepth {
  readonly depth: DepthMap
  readonly colorIntrinsics?: Intrinsics
  /** How long after the colour the depth was taken, where the packet says it. */
  readonly lagMs?: number
}

/** Decodes packets for a server that keeps its own time; the packet half of a `DepthDecoder` of `@faceward/adapters`. */
export interface PacketDecoder {
  /** A packet of depth alone, for a picture that came apart. @throws ImageDecodeError */
  decodeDepth(bytes: Uint8Array, options?: PacketDecodeCall): Promise<PacketDepth>
  /** A packet with colour. @throws ImageDecodeError */
  decodePacket(
    bytes: Uint8Array,
    options?: PacketDecodeCall,
  ): Promise<Partial<PacketDepth> & { readonly image: Image }>
}

/** True when bytes begin as a depth packet does. */
export const isDepthPacket = (bytes: Uint8Array): boolean =>
  PACKET.magic.every((byte, i) => bytes[i] === byte)

/** Decodes packets within limits; whatever is wrong with one is an `ImageDecodeError` that says what. */
export function createPacketDecoder({
  decodeImage,
  verifyAttestation,
  maximumPixels = 4_000_000,
}: PacketDecoderOptions): PacketDecoder {
  async function decode(
    bytes: Uint8Array,
    { nonce, signal }: PacketDecodeCall,
    check: (packet: DepthPacket) => void,
  ): Promise<DecodedPacket> {
    const call = signal === undefined ? {} : { signal }
    try {
      const packet = readDepthPacket(bytes)
      check(packet)
      for (const part of [packet.header.color, packet.header.depth]) {
        if (part === undefined || part.width * part.height <= maximumPixels) continue
        throw new ImageDecodeError(`A part of the packet has more than ${maximumPixels} pixels.`, {
          code: 'too-large',
        })
      }
      const asked = nonce === undefined ? {} : { nonce }
      const verifying = verifyAttestation === undefined ? {} : { verifyAttestation }
      const trust = await packetTrust(packet, { ...asked, ...verifying, ...call })
      return await decodeDepthPacket(packet, { decodeImage, trust, ...call })
    } catch (error) {
      throw asDecodeError(error)
    }
  }
  return {
    async decodeDepth(bytes, options = {}) {
      const decoded = await decode(bytes, options, ({ header }) => {
        if (header.color !== undefined) throw refused('Beside a picture a packet has no colour of its own.')
      })
      const { depth, colorIntrinsics } = decoded
      if (depth === undefined) throw refused('The packet has no depth.')
      return { ...onNoClock(depth, decoded), ...(colorIntrinsics === undefined ? {} : { colorIntrinsics }) }
    },
    async decodePacket(bytes, options = {}) {
      const decoded = await decode(bytes, options, ({ header }) => {
        if (header.color === undefined) throw refused('In place of a picture a packet needs colour.')
      })
      const { depth, colorIntrinsics, image } = decoded as DecodedPacket & { readonly image: Image }
      return {
        image,
        ...(depth === undefined ? {} : onNoClock(depth, decoded)),
        ...(colorIntrinsics === undefined ? {} : { colorIntrinsics }),
      }
    },
  }
}

function onNoClock({ timestampMs, ...depth }: DepthMap, packet: DecodedPacket): PacketDepth {
  return timestampMs === undefined ? { depth } : { depth, lagMs: timestampMs - packet.timestampMs }
}

const refused = (message: string) => new ImageDecodeError(message, { code: 'unsupported-type' })

function asDecodeError(error: unknown): unknown {
  if (!CaptureError.isInstance(error)) return error
  const code = error.code === 'unsupported' ? 'unsupported-type' : 'corrupt'
  return new ImageDecodeError(error.message, { code, cause: error })
}
