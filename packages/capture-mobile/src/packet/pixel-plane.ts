import { malformedPacket } from './malformed-packet.js'

/**
 * Inflates raw DEFLATE (RFC 1951) to exactly `length` bytes. What is held grows with what comes out, never by what
 * was claimed, and ends at `length`.
 * @throws CaptureError `malformed-packet`
 */
export async function inflateRaw(bytes: Uint8Array, length: number): Promise<Uint8Array> {
  const reader = through(bytes, new DecompressionStream('deflate-raw')).getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let found = 0
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw malformedPacket('a plane does not inflate', cause)
    })
    if (done) break
    found += value.length
    if (found > length) {
      await reader.cancel().catch(() => undefined)
      throw malformedPacket('a plane is longer than its size says')
    }
    chunks.push(value)
  }
  if (found !== length) throw malformedPacket('a plane is shorter than its size says')
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}

/** Raw DEFLATE of the bytes, as browsers and Node have it. */
export async function deflateRaw(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(
    await new Response(through(bytes, new CompressionStream('deflate-raw'))).arrayBuffer(),
  )
}

function through(
  bytes: Uint8Array,
  transform: GenericTransformStream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(transform)
}

/** The bytes of pixels as they are stored. @throws CaptureError `malformed-packet` unless they are `length`. */
export async function pixelsOf(
  plane: Uint8Array,
  encoding: 'raw' | 'deflate-raw',
  length: number,
): Promise<Uint8Array> {
  if (encoding === 'deflate-raw') return inflateRaw(plane, length)
  if (plane.length !== length) throw malformedPacket('a plane has not the length its size says')
  return plane.slice()
}
