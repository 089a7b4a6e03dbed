import { CaptureError } from '@faceward/spec'
import { crc32 } from '@foxglove/crc'
import type * as z from 'zod'
import { malformedPacket } from './malformed-packet.js'
import { type PacketHeader, packetHeaderSchema } from './packet-header.js'
import { aligned, PACKET } from './packet-layout.js'

/** A packet taken apart: nothing is decoded yet, and the planes are views of the packet's bytes. */
export interface DepthPacket {
  readonly header: PacketHeader
  readonly color?: Uint8Array
  readonly depth?: Uint8Array
  readonly confidence?: Uint8Array
  /** What the sender's platform says of the app, over all bytes before it. Not checked here. */
  readonly attestation?: { readonly token: Uint8Array; readonly signedBytes: Uint8Array }
}

/**
 * Takes a depth packet apart, and checks its layout, header and checksums. Nothing is inflated or decoded, and
 * nothing is allocated by a size the packet claims.
 *
 * @throws CaptureError `malformed-packet` naming the broken rule; `unsupported` for a later version.
 */
export function readDepthPacket(bytes: Uint8Array): DepthPacket {
  if (bytes.length > PACKET.packetBytes) throw malformedPacket('it has more than 64 MiB')
  if (bytes.length < PACKET.prefixBytes) throw malformedPacket('it is cut short')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (PACKET.magic.some((byte, i) => bytes[i] !== byte)) {
    throw malformedPacket('it does not begin with FWDP')
  }
  const version = view.getUint16(4, true)
  if (version !== PACKET.version) {
    throw new CaptureError(`Depth packets of version ${version} are not read; version 1 is.`, {
      code: 'unsupported',
    })
  }
  const flags = view.getUint16(6, true)
  if ((flags & ~PACKET.flags.attested) !== 0) throw malformedPacket('it has an unknown flag')
  const headerLength = view.getUint32(8, true)
  if (headerLength > PACKET.headerBytes) throw malformedPacket('its header has more than 16 KiB')
  const headerEnd = PACKET.prefixBytes + headerLength
  if (headerEnd > bytes.length) throw malformedPacket('it is cut short')
  const headerBytes = bytes.subarray(PACKET.prefixBytes, headerEnd)
  if (crc32(headerBytes) >>> 0 !== view.getUint32(12, true)) {
    throw malformedPacket("the header's checksum does not fit")
  }
  const header = parseHeader(headerBytes)
  const cursor = { at: headerEnd }
  const planes: { color?: Uint8Array; depth?: Uint8Array; confidence?: Uint8Array } = {}
  for (const name of ['color', 'depth', 'confidence'] as const) {
    const plane = header[name]?.plane
    if (plane !== undefined) planes[name] = takeChecked(bytes, cursor, plane, `the ${name} plane`)
  }
  const attestation = (flags & PACKET.flags.attested) === 0 ? undefined : takeAttestation(view, bytes, cursor)
  if (cursor.at !== bytes.length) throw malformedPacket('bytes follow its end')
  return { header, ...planes, ...(attestation === undefined ? {} : { attestation }) }
}

function parseHeader(bytes: Uint8Array): PacketHeader {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    // The parser's message quotes the text, so it is not kept as a cause.
    throw malformedPacket('its header is not JSON in UTF-8')
  }
  const parsed = packetHeaderSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues as [z.core.$ZodIssue]
  throw malformedPacket(clip(`header ${issue.path.map(String).join('.')}: ${issue.message}`))
}

const clip = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text)

interface Cursor {
  at: number
}

/** The bytes of a plane: on the next multiple of 8 after zeros, and as their checksum says. */
function takeChecked(
  bytes: Uint8Array,
  cursor: Cursor,
  { byteLength, crc32: expected }: { readonly byteLength: number; readonly crc32: number },
  what: string,
): Uint8Array {
  const start = skipPadding(bytes, cursor)
  if (start + byteLength > bytes.length) throw malformedPacket('it is cut short')
  const taken = bytes.subarray(start, start + byteLength)
  if (crc32(taken) >>> 0 !== expected) throw malformedPacket(`the checksum of ${what} does not fit`)
  cursor.at = start + byteLength
  return taken
}

function takeAttestation(view: DataView, bytes: Uint8Array, cursor: Cursor) {
  const start = skipPadding(bytes, cursor)
  if (start + 8 > bytes.length) throw malformedPacket('it is cut short')
  const byteLength = view.getUint32(start, true)
  if (byteLength === 0 || byteLength > PACKET.tokenBytes) {
    throw malformedPacket('its attestation has not 1 byte to 16 KiB')
  }
  cursor.at = start + 8
  const token = takeChecked(
    bytes,
    cursor,
    { byteLength, crc32: view.getUint32(start + 4, true) },
    'the attestation',
  )
  return { token, signedBytes: bytes.subarray(0, start) }
}

function skipPadding(bytes: Uint8Array, { at }: Cursor): number {
  const start = aligned(at)
  for (let i = at; i < Math.min(start, bytes.length); i++) {
    if (bytes[i] !== 0) throw malformedPacket('the bytes between its parts are not 0')
  }
  return start
}
