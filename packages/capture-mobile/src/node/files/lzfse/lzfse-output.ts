import { malformedLzfse } from './lzfse-error.js'

/** What was decompressed so far; never longer than the size that was asked for. */
export interface LzfseOutput {
  readonly bytes: Uint8Array
  length: number
}

/** Appends bytes as they are. */
export function append(output: LzfseOutput, bytes: Uint8Array): void {
  if (output.length + bytes.length > output.bytes.length) throw malformedLzfse('it is longer than expected')
  output.bytes.set(bytes, output.length)
  output.length += bytes.length
}

/** Repeats what stands `distance` bytes back; the copy may reach into itself. */
export function repeat(output: LzfseOutput, length: number, distance: number): void {
  if (length === 0) return
  const { bytes, length: end } = output
  if (distance <= 0 || distance > end) throw malformedLzfse('a match reaches before the beginning')
  if (end + length > bytes.length) throw malformedLzfse('it is longer than expected')
  if (distance >= length) bytes.copyWithin(end, end - distance, end - distance + length)
  else for (let i = end; i < end + length; i++) bytes[i] = bytes[i - distance]!
  output.length = end + length
}
