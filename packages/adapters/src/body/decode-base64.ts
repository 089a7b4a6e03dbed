const DATA_URL = /^data:image\/(?:jpeg|jpg|png|webp);base64,/i

/**
 * Bytes of a base64 text (RFC 4648 section 4, line breaks tolerated) or of a data: URL of a picture; undefined
 * when it is anything else, such as an address.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const [prefix = ''] = DATA_URL.exec(text.slice(0, 64)) ?? []
  let binary: string
  try {
    binary = atob(prefix === '' ? text : text.slice(prefix.length))
  } catch {
    return undefined
  }
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes.length === 0 ? undefined : bytes
}
