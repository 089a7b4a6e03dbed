import { type Frame, type Image, ImageDecodeError, type ImageDecoder } from '@faceward/spec'
import { decodeBase64 } from '../body/decode-base64.js'
import { Problem } from '../problems/problem.js'
import type { DeclaredDepth, VerifyRequest } from '../schemas/requests.js'
import type { DepthDecoder } from './depth-decoder.js'

/** A picture of a request as bytes, still encoded. */
export interface EncodedFrame {
  readonly image: Uint8Array
  readonly depth?: Omit<DeclaredDepth, 'data'> & { readonly bytes: Uint8Array }
  /** Undefined for a still. */
  readonly capturedAtMs?: number
}

/** @throws Problem `invalid-image` naming the picture that is no base64. */
export function encodedFrames({ images, frames }: Pick<VerifyRequest, 'images' | 'frames'>): EncodedFrame[] {
  if (frames === undefined) {
    return (images ?? []).map((image, index) => ({ image: bytesOf(image, `images.${index}`) }))
  }
  return frames.map(({ image, depth, captured_at: capturedAtMs }, index) => {
    const encoded = { image: bytesOf(image, `frames.${index}.image`), capturedAtMs }
    if (depth === undefined) return encoded
    const { data, ...declared } = depth
    return { ...encoded, depth: { ...declared, bytes: bytesOf(data, `frames.${index}.depth.data`) } }
  })
}

function bytesOf(picture: string | Uint8Array, path: string): Uint8Array {
  if (typeof picture !== 'string') return picture
  const bytes = decodeBase64(picture)
  if (bytes === undefined) throw new Problem('invalid-image', { issues: [{ path, message: 'not base64' }] })
  return bytes
}

/** What decoding needs. */
export interface FrameDecoding {
  readonly decodeImage: ImageDecoder
  readonly decodeDepth: DepthDecoder | undefined
  /** Pixels of all pictures of a request together, at most. */
  readonly maximumPixels: number
  readonly signal: AbortSignal
  /** Sees each decoded picture. */
  readonly onImage: (image: Image, encoded: EncodedFrame) => void
}

/**
 * The frames of a request, decoded one at a time as the engine asks for them.
 * @throws Problem `invalid-image` naming the picture; `too-many-pixels`.
 */
export async function* decodeFrames(
  encoded: readonly EncodedFrame[],
  { decodeImage, decodeDepth, maximumPixels, signal, onImage }: FrameDecoding,
): AsyncGenerator<Frame> {
  let pixels = 0
  for (const [sequence, one] of encoded.entries()) {
    signal.throwIfAborted()
    const image = await named(sequence, 'image', () => decodeImage.decode(one.image, { signal }))
    pixels += image.width * image.height
    if (pixels > maximumPixels) throw new Problem('too-many-pixels')
    onImage(image, one)
    const still = one.capturedAtMs === undefined
    const frame: Frame = {
      image,
      timestampMs: one.capturedAtMs ?? 0,
      sequence,
      source: { id: 'upload', kind: still ? 'still' : 'stream' },
    }
    if (one.depth === undefined) {
      yield frame
      continue
    }
    const { bytes, ...declared } = one.depth
    if (decodeDepth === undefined) {
      throw new Problem('invalid-request', { detail: 'This server reads no depth: send the pictures alone.' })
    }
    yield {
      ...frame,
      depth: await named(sequence, 'depth', () => decodeDepth.decode(bytes, declared, { signal })),
    }
  }
}

/** Says which picture could not be decoded. */
async function named<Decoded>(index: number, what: string, decode: () => Promise<Decoded>): Promise<Decoded> {
  try {
    return await decode()
  } catch (error) {
    if (!ImageDecodeError.isInstance(error)) throw error
    throw new Problem('invalid-image', {
      issues: [{ path: `${index}.${what}`, message: error.message }],
      cause: error,
    })
  }
}
