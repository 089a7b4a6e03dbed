import {
  createPacketDecoder,
  isDepthPacket,
  type PacketDecodeCall,
  type PacketDecoder,
  type PacketDecoderOptions,
  type PacketDepth,
} from '@faceward/capture-mobile'
import { ImageDecodeError } from '@faceward/spec'
import { createDepthPngDecoder, type DeclaredDepthPng } from './depth-png-decoder.js'

/** What the sender says of depth; packets say it themselves. */
export type DeclaredDepth = Omit<DeclaredDepthPng, 'intrinsics'> & {
  readonly intrinsics?: DeclaredDepthPng['intrinsics'] | undefined
}

/** Turns 16-bit PNGs and depth packets into maps; the `decodeDepth` of the HTTP API. */
export interface DepthDecoder extends Pick<PacketDecoder, 'decodePacket'> {
  /** @throws ImageDecodeError when the bytes are neither, are broken, or exceed the limits. */
  decode(bytes: Uint8Array, declared: DeclaredDepth, options?: PacketDecodeCall): Promise<PacketDepth>
}

/** Decodes both forms in which the HTTP API takes depth. */
export function createDepthDecoder(options: PacketDecoderOptions): DepthDecoder {
  const png = createDepthPngDecoder()
  const packets = createPacketDecoder(options)
  return {
    decodePacket: packets.decodePacket,
    async decode(bytes, { intrinsics, ...declared }, call) {
      if (isDepthPacket(bytes)) return packets.decodeDepth(bytes, call)
      if (intrinsics === undefined) {
        throw new ImageDecodeError(
          'Depth without intrinsics is sent as a depth packet; this is something else.',
          {
            code: 'unsupported-type',
          },
        )
      }
      return { depth: await png.decode(bytes, { ...declared, intrinsics }, call) }
    },
  }
}
