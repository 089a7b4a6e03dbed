import { z } from 'zod'

const Embedding = z.array(z.number().finite()).min(1)
const Payload = z.union([Embedding, z.object({ embedding: Embedding })])

/** How the Python program wrote an embedding before it encrypted it. */
export const PAYLOAD_FORMATS = ['json', 'float32', 'float64'] as const
export type PayloadFormat = (typeof PAYLOAD_FORMATS)[number]

/**
 * The embedding in a decrypted token, L2-normalised: `json`, a list of numbers or an object with one as
 * `embedding`; `float32` and `float64`, the little-endian bytes of NumPy's `tobytes()`. Pickles are not read:
 * reading one runs whatever code is in it.
 *
 * @returns undefined when it holds no embedding of this dimension.
 */
export function parsePythonTemplate(
  plaintext: Uint8Array,
  format: PayloadFormat,
  dimension: number,
): Float32Array | undefined {
  const values = format === 'json' ? fromJson(plaintext) : fromBytes(plaintext, format)
  if (values === undefined || values.length !== dimension) return undefined
  const length = Math.hypot(...values)
  return length > 0 && Number.isFinite(length)
    ? Float32Array.from(values, (value) => value / length)
    : undefined
}

function fromJson(plaintext: Uint8Array): readonly number[] | undefined {
  try {
    const parsed = Payload.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext)))
    if (!parsed.success) return undefined
    return Array.isArray(parsed.data) ? parsed.data : parsed.data.embedding
  } catch {
    return undefined
  }
}

function fromBytes(plaintext: Uint8Array, format: 'float32' | 'float64'): readonly number[] | undefined {
  const size = format === 'float32' ? 4 : 8
  if (plaintext.length % size !== 0) return undefined
  const view = new DataView(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
  return Array.from({ length: plaintext.length / size }, (_, index) =>
    size === 4 ? view.getFloat32(index * 4, true) : view.getFloat64(index * 8, true),
  )
}
