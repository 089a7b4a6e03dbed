import { ConfigurationError } from '@faceward/spec'

const LONE_SURROGATE = /\p{Surrogate}/u

/**
 * Joins the parts, each behind its length in 4 bytes big-endian, so that no two lists of parts give the same
 * bytes: `a, bc` and `ab, c` stay apart.
 *
 * @throws ConfigurationError `invalid-options` on text with a lone surrogate, which UTF-8 would make equal to others.
 */
export function lengthPrefixed(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder()
  const chunks = parts.map((part) => {
    if (typeof part !== 'string') return part
    if (LONE_SURROGATE.test(part)) {
      throw new ConfigurationError('Ids must be well-formed text.', { code: 'invalid-options' })
    }
    return encoder.encode(part)
  })
  const joined = new Uint8Array(chunks.reduce((length, chunk) => length + 4 + chunk.length, 0))
  const view = new DataView(joined.buffer)
  let at = 0
  for (const chunk of chunks) {
    view.setUint32(at, chunk.length)
    joined.set(chunk, at + 4)
    at += 4 + chunk.length
  }
  return joined
}
