import { fromBase64 } from '@faceward/plugin-kit'

const DATA_URL = /^data:image\/(?:jpeg|jpg|png|webp);base64,/i

/**
 * Bytes of a base64 text (RFC 4648 section 4, line breaks tolerated) or of a data: URL of a picture; undefined
 * when it is anything else, such as an address.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const [prefix = ''] = DATA_URL.exec(text.slice(0, 64)) ?? []
  try {
    const bytes = fromBase64(prefix === '' ? text : text.slice(prefix.length))
    return bytes.length === 0 ? undefined : bytes
  } catch {
    return undefined
  }
}
