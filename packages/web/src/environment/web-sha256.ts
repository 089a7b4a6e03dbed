import { toHex } from '@faceward/plugin-kit'

/** Lower-case hexadecimal SHA-256, by WebCrypto. */
export async function webSha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
  return toHex(new Uint8Array(digest))
}
