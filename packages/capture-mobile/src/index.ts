export {
  type DecodedPacket,
  type DecodePacketOptions,
  decodeDepthPacket,
  frameOfPacket,
} from './packet/decode-packet.js'
export { type EncodeFrameOptions, encodeFrame } from './packet/encode-frame.js'
export {
  createPacketDecoder,
  isDepthPacket,
  type PacketDecodeCall,
  type PacketDecoder,
  type PacketDecoderOptions,
  type PacketDepth,
} from './packet/packet-decoder.js'
export {
  type EncodedPlane,
  type PacketContent,
  type PacketHeader,
  packetHeaderSchema,
} from './packet/packet-header.js'
export {
  type PacketAttestation,
  type PacketTrustOptions,
  packetTrust,
  type VerifyAttestation,
} from './packet/packet-trust.js'
export { type DepthPacket, readDepthPacket } from './packet/read-packet.js'
export { type PacketSigner, writeAttestedPacket, writeDepthPacket } from './packet/write-packet.js'
export { type VisionCameraOptions, visionCameraContent } from './vision-camera/vision-camera-content.js'
export type { VisionCameraDepth } from './vision-camera/vision-camera-depth.js'
