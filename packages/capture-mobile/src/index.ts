export {
  type DecodedPacket,
  type DecodePacketOptions,
  decodeDepthPacket,
  frameOfPacket,
} from './packet/decode-packet.js'
export { type EncodeFrameOptions, encodeFrame } from './packet/encode-frame.js'
export {
  type EncodedPlane,
  type PacketContent,
  type PacketHeader,
  packetHeaderSchema,
} from './packet/packet-header.js'
export { type DepthPacket, readDepthPacket } from './packet/read-packet.js'
export { type PacketSigner, writeAttestedPacket, writeDepthPacket } from './packet/write-packet.js'
