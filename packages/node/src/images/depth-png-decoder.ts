import { type CallOptions, type DepthMap, type DepthMethod, ImageDecodeError } from '@faceward/spec'
import sharp from 'sharp'

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** More than any sensor has (Azure Kinect 1024 x 1024), and decoded in some tens of milliseconds whatever it holds. */
const MAXIMUM_PIXELS = 1_500_000

/** What the sender says of a depth picture; the `depth` of a frame in the HTTP API. */
export interface DeclaredDepthPng {
  /** Millimetres a step. */
  readonly unit_mm: number
  /** In pixels of the depth picture. */
  readonly intrinsics: {
    readonly focal_x: number
    readonly focal_y: number
    readonly principal_x: number
    readonly principal_y: number
  }
  readonly registered: boolean
  readonly method: DepthMethod
}

/** Turns 16-bit PNGs into depth maps. */
export interface DepthPngDecoder {
  /** @throws ImageDecodeError when the bytes are no 16-bit greyscale PNG, are broken, or exceed 1.5 megapixels. */
  decode(bytes: Uint8Array, declared: DeclaredDepthPng, options?: CallOptions): Promise<DepthMap>
}

/**
 * Decodes 16-bit greyscale PNGs, the usual file form of depth (Kinect, RealSense, TUM RGB-D): a step is
 * `unit_mm` millimetres, 0 is no data. The map's provenance is `sensed`, trust `declared`: the sender's word.
 */
export function createDepthPngDecoder(): DepthPngDecoder {
  return {
    async decode(bytes, declared, { signal } = {}) {
      signal?.throwIfAborted()
      const { width, height, steps } = await decodeSteps(bytes)
      signal?.throwIfAborted()
      const { unit_mm: unitMm, intrinsics, registered, method } = declared
      return {
        width,
        height,
        data: metresOf(steps, unitMm),
        intrinsics: {
          width,
          height,
          focalX: intrinsics.focal_x,
          focalY: intrinsics.focal_y,
          principalX: intrinsics.principal_x,
          principalY: intrinsics.principal_y,
        },
        registeredToColor: registered,
        provenance: { kind: 'sensed', method, trust: 'declared', accuracy: 'absolute' },
      }
    },
  }
}

/** A loop: `Float32Array.from` with a function takes ten times as long, on the thread that answers everybody. */
function metresOf(steps: Uint16Array, unitMm: number): Float32Array {
  const metres = new Float32Array(steps.length)
  for (let i = 0; i < steps.length; i++) metres[i] = (steps[i]! * unitMm) / 1000
  return metres
}

async function decodeSteps(
  bytes: Uint8Array,
): Promise<{ readonly width: number; readonly height: number; readonly steps: Uint16Array }> {
  if (!PNG.equals(bytes.subarray(0, PNG.length))) {
    throw new ImageDecodeError('Depth is sent as a 16-bit greyscale PNG; this is something else.', {
      code: 'unsupported-type',
    })
  }
  try {
    const picture = sharp(bytes, { failOn: 'error', limitInputPixels: false })
    const { width, height, space, depth, channels } = await picture.metadata()
    if (space !== 'grey16' || depth !== 'ushort' || channels !== 1) {
      throw new ImageDecodeError('Depth is sent as a 16-bit greyscale PNG; this PNG is of another kind.', {
        code: 'unsupported-color-space',
      })
    }
    if (width * height > MAXIMUM_PIXELS) {
      throw new ImageDecodeError('The depth picture has more than 1.5 megapixels.', { code: 'too-large' })
    }
    const { data } = await picture
      .toColourspace('grey16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true })
    const steps = new Uint16Array(data.buffer, data.byteOffset, width * height)
    return { width, height, steps }
  } catch (cause) {
    if (ImageDecodeError.isInstance(cause)) throw cause
    throw new ImageDecodeError('The depth picture is damaged or cut short.', { code: 'corrupt', cause })
  }
}
