import { orientImage, orientIntrinsics } from '@faceward/imaging'
import {
  type CallOptions,
  CHANNELS,
  ConfigurationError,
  type DepthMap,
  type Frame,
  type Image,
  type ImageDecoder,
  type Intrinsics,
} from '@faceward/spec'
import { camera, milliseconds, orientationOf } from './header-values.js'
import { malformedPacket } from './malformed-packet.js'
import { packetDepth } from './packet-depth.js'
import { pixelsOf } from './pixel-plane.js'
import type { DepthPacket } from './read-packet.js'

/** What a packet holds, upright, in the engine's units. */
export interface DecodedPacket {
  readonly image?: Image
  readonly colorIntrinsics?: Intrinsics
  readonly depth?: DepthMap
  readonly timestampMs: number
  readonly sequence: number
  readonly recorded: boolean
}

/** Options of {@link decodeDepthPacket}. */
export interface DecodePacketOptions extends CallOptions {
  /** Reads JPEG and PNG colour; not needed where packets have none. */
  readonly decodeImage?: ImageDecoder
  /** Who vouches for the packet: `declared` unless its attestation was verified. */
  readonly trust?: 'declared' | 'attested'
}

/**
 * Decodes a packet's colour and depth: inflated within their sizes, turned upright, depth in metres along the optical
 * axis, confidence 0..255. The provenance is what the sender declares, with the given trust.
 *
 * @throws CaptureError `malformed-packet`; ImageDecodeError of the colour; ConfigurationError without a decoder that
 * the packet needs.
 */
export async function decodeDepthPacket(
  packet: DepthPacket,
  options: DecodePacketOptions = {},
): Promise<DecodedPacket> {
  const { header } = packet
  const { intrinsics, timestampNs, seq } = header
  options.signal?.throwIfAborted()
  const image = await decodeColor(packet, options)
  options.signal?.throwIfAborted()
  const depth = await packetDepth(packet, options.trust ?? 'declared')
  options.signal?.throwIfAborted()
  return {
    ...(image === undefined ? {} : { image }),
    ...(intrinsics.color === undefined
      ? {}
      : { colorIntrinsics: orientIntrinsics(camera(intrinsics.color), orientationOf(header.color)) }),
    ...(depth === undefined ? {} : { depth }),
    timestampMs: milliseconds(timestampNs),
    sequence: seq,
    recorded: header.recorded === true,
  }
}

/**
 * A decoded packet as a frame of a stream.
 * @throws CaptureError `malformed-packet` when it has no colour.
 */
export function frameOfPacket({ recorded, image, ...rest }: DecodedPacket, sourceId: string): Frame {
  if (image === undefined) throw malformedPacket('a frame needs colour')
  const source = { id: sourceId, kind: 'stream', ...(recorded ? { recorded } : {}) } as const
  return { image, ...rest, source }
}

async function decodeColor(
  { header, color: plane }: DepthPacket,
  { decodeImage, signal }: DecodePacketOptions,
): Promise<Image | undefined> {
  const { color } = header
  if (color === undefined || plane === undefined) return undefined
  const { width, height, format } = color
  const { encoding } = color.plane
  if (encoding === 'raw' || encoding === 'deflate-raw') {
    const data = await pixelsOf(plane, encoding, width * height * CHANNELS[format])
    return orientImage({ width, height, format, data }, orientationOf(color))
  }
  if (decodeImage === undefined) {
    throw new ConfigurationError('Packets with JPEG or PNG colour need decodeImage.', {
      code: 'invalid-options',
      issues: [{ key: 'decodeImage', message: 'needed for JPEG and PNG colour' }],
    })
  }
  const image = await decodeImage.decode(plane, signal === undefined ? {} : { signal })
  if (image.width !== width || image.height !== height) {
    throw malformedPacket('the colour picture has not the size the header says')
  }
  return orientImage(image, orientationOf(color))
}
