import { invalidOption } from '@faceward/plugin-kit'
import { crc32 } from '@foxglove/crc'
import type * as z from 'zod'
import { type EncodedPlane, type PacketContent, packetHeaderSchema } from './packet-header.js'
import { aligned, PACKET } from './packet-layout.js'

/**
 * Signs a packet: gets all its bytes but the token, and gives the token that goes behind them.
 * App Attest: the assertion over SHA-256 of the bytes. Play Integrity: the token whose request hash it is.
 */
export type PacketSigner = (signedBytes: Uint8Array) => Promise<Uint8Array>

/**
 * A depth packet, version 1. Planes are given encoded; lengths and checksums are computed.
 * @throws ConfigurationError `invalid-options` naming what does not fit the header's rules or the limits.
 */
export function writeDepthPacket(content: PacketContent): Uint8Array<ArrayBuffer> {
  return layOut(content, 0)
}

/** A depth packet with an attestation behind it. @throws as {@link writeDepthPacket}; what `sign` throws. */
export async function writeAttestedPacket(
  content: PacketContent,
  sign: PacketSigner,
): Promise<Uint8Array<ArrayBuffer>> {
  const packet = layOut(content, PACKET.flags.attested)
  const signed = grown(packet, aligned(packet.length))
  const token = await sign(signed)
  if (token.length === 0 || token.length > PACKET.tokenBytes) throw refuse('attestation', '1 byte to 16 KiB')
  const whole = grown(signed, signed.length + 8 + token.length)
  const view = new DataView(whole.buffer)
  view.setUint32(signed.length, token.length, true)
  view.setUint32(signed.length + 4, crc32(token), true)
  whole.set(token, signed.length + 8)
  return whole
}

function layOut(content: PacketContent, flags: number): Uint8Array<ArrayBuffer> {
  const { color, depth, confidence, ...rest } = content
  const planes = [color, depth, confidence].flatMap((part) => (part === undefined ? [] : [part.bytes]))
  const header = encodeHeader({
    ...rest,
    ...(color === undefined ? {} : { color: described(color) }),
    ...(depth === undefined ? {} : { depth: described(depth) }),
    ...(confidence === undefined ? {} : { confidence: described(confidence) }),
  })
  const headerEnd = PACKET.prefixBytes + header.length
  const length = planes.reduce((end, plane) => aligned(end) + plane.length, headerEnd)
  if (length > PACKET.packetBytes) throw refuse('planes', 'at most 64 MiB together')
  const packet = new Uint8Array(length)
  const view = new DataView(packet.buffer)
  packet.set(PACKET.magic)
  view.setUint16(4, PACKET.version, true)
  view.setUint16(6, flags, true)
  view.setUint32(8, header.length, true)
  view.setUint32(12, crc32(header), true)
  packet.set(header, PACKET.prefixBytes)
  let end = headerEnd
  for (const plane of planes) {
    packet.set(plane, aligned(end))
    end = aligned(end) + plane.length
  }
  return packet
}

function described<Part extends EncodedPlane>({ bytes, encoding, ...part }: Part) {
  return { ...part, plane: { byteLength: bytes.length, encoding, crc32: crc32(bytes) >>> 0 } }
}

function encodeHeader(header: unknown): Uint8Array {
  const parsed = packetHeaderSchema.safeParse(header)
  if (!parsed.success) {
    const [issue] = parsed.error.issues as [z.core.$ZodIssue]
    throw refuse(issue.path.map(String).join('.'), issue.message)
  }
  const bytes = new TextEncoder().encode(JSON.stringify(header))
  if (bytes.length > PACKET.headerBytes) throw refuse('ext', 'a header of at most 16 KiB')
  return bytes
}

function grown(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length)
  result.set(bytes)
  return result
}

const refuse = (key: string, message: string) =>
  invalidOption('The depth packet cannot be written', key, message)
