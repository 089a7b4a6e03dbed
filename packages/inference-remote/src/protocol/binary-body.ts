import { concatBytes } from '@faceward/plugin-kit'
import { isRecord } from './is-record.js'
import { ProtocolError } from './protocol-error.js'

/** How long the JSON in front of the tensors is, in bytes (Triton's `extension_binary_data.md`). */
export const HEADER_LENGTH = 'inference-header-content-length'

/** A body with the headers that describe it. */
export interface EncodedBody {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/** JSON alone, or JSON with the tensors behind it where there are any. */
export function encodeBody(json: string, chunks: readonly Uint8Array[]): EncodedBody {
  const head = new TextEncoder().encode(json)
  if (chunks.length === 0) return { body: head, headers: { 'content-type': 'application/json' } }
  const headers = { 'content-type': 'application/octet-stream', [HEADER_LENGTH]: String(head.length) }
  return { body: concatBytes([head, ...chunks]), headers }
}

/** The JSON object of a body, and the tensors behind it. @throws ProtocolError. */
export function decodeBody(
  body: Uint8Array,
  headers: Headers,
): { readonly json: Readonly<Record<string, unknown>>; readonly binary: Uint8Array } {
  const declared = headers.get(HEADER_LENGTH)
  if (declared !== null && (!/^\d{1,9}$/.test(declared) || Number(declared) > body.length)) {
    throw new ProtocolError('the length of its JSON is not within the body')
  }
  const length = declared === null ? body.length : Number(declared)
  return { json: parseObject(body.subarray(0, length)), binary: body.subarray(length) }
}

/** @throws ProtocolError when the bytes are no JSON object. */
export function parseObject(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isRecord(value)) return value
  } catch {
    // The parser's own message quotes what it could not read, which may be a tensor.
  }
  throw new ProtocolError('it is no JSON object')
}
