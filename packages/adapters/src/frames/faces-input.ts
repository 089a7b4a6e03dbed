import { type DepthMap, type Frame, type Image, ImageDecodeError, type ImageDecoder } from '@faceward/spec'
import { decodeBase64 } from '../body/decode-base64.js'
import { Problem } from '../problems/problem.js'
import type { VerifyRequest } from '../schemas/requests.js'
import type { DecodedDepth, DepthDeclaration, DepthDecoder } from './depth-decoder.js'

/** A picture of a request as bytes, still encoded: with depth beside it where there is some, or as a packet of both. */
export type EncodedFrame = {
  /** Undefined for a still. */
  readonly capturedAtMs?: number
} & (
  | { readonly image: Uint8Array; readonly depth?: DepthDeclaration & { readonly bytes: Uint8Array } }
  | { readonly packet: Uint8Array }
)

/** @throws Problem `invalid-image` naming the picture that is no base64. */
export function encodedFrames({ images, frames }: Pick<VerifyRequest, 'images' | 'frames'>): EncodedFrame[] {
  if (frames === undefined) {
    return (images ?? []).map((image, index) => ({ image: bytesOf(image, `images.${index}`) }))
  }
  return frames.map(({ image = '', packet, depth, captured_at: capturedAtMs }, index) => {
    if (packet !== undefined) return { packet: bytesOf(packet, `frames.${index}.packet`), capturedAtMs }
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

/** Pixels of the pictures and depth maps of frames together. */
export function pixelsOf(frames: readonly Pick<Frame, 'image' | 'depth'>[]): number {
  const one = (what: Image | DepthMap | undefined) => (what === undefined ? 0 : what.width * what.height)
  return frames.reduce((sum, { image, depth }) => sum + one(image) + one(depth), 0)
}

/** What decoding needs. */
export interface FrameDecoding {
  readonly decodeImage: ImageDecoder
  readonly decodeDepth: DepthDecoder | undefined
  /** Pixels of all pictures and depth maps of a request together, at most. */
  readonly maximumPixels: number
  readonly signal: AbortSignal
  /** The challenge that is answered. */
  readonly nonce: string | undefined
  /** Sees each decoded picture. */
  readonly onImage: (image: Image, encoded: EncodedFrame) => void
}

/**
 * The frames of a request, decoded one at a time.
 * @throws Problem `invalid-image`, `image-too-costly` naming the picture; `too-many-pixels`.
 */
export async function* decodeFrames(
  encoded: readonly EncodedFrame[],
  decoding: FrameDecoding,
): AsyncGenerator<Frame> {
  const { maximumPixels, signal, onImage } = decoding
  let pixels = 0
  const count = ({ width, height }: { readonly width: number; readonly height: number }) => {
    pixels += width * height
    if (pixels > maximumPixels) throw new Problem('too-many-pixels')
  }
  for (const [sequence, one] of encoded.entries()) {
    signal.throwIfAborted()
    const { image, depth, colorIntrinsics, lagMs } = await decodeOne(one, sequence, decoding)
    count(image)
    if (depth !== undefined) count(depth)
    onImage(image, one)
    const still = one.capturedAtMs === undefined
    const timestampMs = one.capturedAtMs ?? 0
    yield {
      image,
      ...(depth === undefined ? {} : { depth: atTime(depth, timestampMs, lagMs) }),
      ...(colorIntrinsics === undefined ? {} : { colorIntrinsics }),
      timestampMs,
      sequence,
      source: {
        id: 'upload',
        kind: still ? 'still' : 'stream',
        ...(depth?.provenance.recorded === true ? { recorded: true } : {}),
      },
    }
  }
}

const atTime = (depth: DepthMap, frameMs: number, lagMs: number | undefined): DepthMap =>
  lagMs === undefined ? depth : { ...depth, timestampMs: frameMs + lagMs }

async function decodeOne(
  one: EncodedFrame,
  index: number,
  { decodeImage, decodeDepth, signal, nonce }: FrameDecoding,
): Promise<Partial<DecodedDepth> & { readonly image: Image }> {
  const call = { signal, ...(nonce === undefined ? {} : { nonce }) }
  if ('packet' in one) {
    const decoded = await named(index, 'packet', async () => decodeDepth?.decodePacket?.(one.packet, call))
    if (decoded === undefined) throw noDepthHere()
    return decoded
  }
  const image = await named(index, 'image', () => decodeImage.decode(one.image, { signal }))
  if (one.depth === undefined) return { image }
  if (decodeDepth === undefined) throw noDepthHere()
  const { bytes, ...declared } = one.depth
  return { image, ...(await named(index, 'depth', () => decodeDepth.decode(bytes, declared, call))) }
}

const noDepthHere = () =>
  new Problem('invalid-request', { detail: 'This server reads no depth: send the pictures alone.' })

/** Says which picture could not be decoded. */
async function named<Decoded>(index: number, what: string, decode: () => Promise<Decoded>): Promise<Decoded> {
  try {
    return await decode()
  } catch (error) {
    if (!ImageDecodeError.isInstance(error)) throw error
    throw new Problem(error.code === 'too-costly' ? 'image-too-costly' : 'invalid-image', {
      issues: [{ path: `${index}.${what}`, message: error.message }],
      cause: error,
    })
  }
}
