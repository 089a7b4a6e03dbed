/** How many characters one call of `String.fromCharCode` is given: engines limit its arguments. */
const CHUNK = 8192

/** Base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK))
  }
  return btoa(text)
}

/** Base64 with `-` and `_` and without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The bytes of base64 with or without padding; white space is passed over. @throws DOMException for anything else. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text)
  const bytes = new Uint8Array(plain.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = plain.charCodeAt(i)
  return bytes
}
