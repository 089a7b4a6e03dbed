import { sha256Hex } from './sha256-hex.js'

/** SHA-256 as lower-case hexadecimal digits. */
export type Sha256 = (bytes: Uint8Array) => string | Promise<string>

/** Whether bytes are exactly what is pinned. */
export async function arePinned(
  bytes: Uint8Array,
  pin: { readonly bytes: number; readonly sha256: string },
  sha256: Sha256 = sha256Hex,
): Promise<boolean> {
  return bytes.length === pin.bytes && (await sha256(bytes)) === pin.sha256
}
