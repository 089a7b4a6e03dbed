const STEP = 1024
const LENGTH_BYTES = 4

/**
 * The plaintext behind its length, filled with zeros to a multiple of 1 KB: a sealed record's size then says
 * little about what is inside, such as how many samples a template was made from.
 */
export function pad(plaintext: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((LENGTH_BYTES + plaintext.length) / STEP) * STEP)
  new DataView(padded.buffer).setUint32(0, plaintext.length)
  padded.set(plaintext, LENGTH_BYTES)
  return padded
}

/** The plaintext in a buffer of its own, or undefined when `pad` cannot have made these bytes. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  if (padded.length < STEP || padded.length % STEP !== 0) return undefined
  const length = new DataView(padded.buffer, padded.byteOffset, padded.byteLength).getUint32(0)
  const end = LENGTH_BYTES + length
  if (end > padded.length || padded.length - end >= STEP) return undefined
  return padded.slice(LENGTH_BYTES, end)
}
