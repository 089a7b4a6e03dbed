import * as z from 'zod'
import { PACKET } from './packet-layout.js'

const side = z.int().min(1).max(PACKET.side)
const nanoseconds = z.string().regex(/^\d{1,20}$/, 'expected nanoseconds as decimal digits')
const finite = z.number().min(-1e9).max(1e9)
const positive = z.number().positive().max(1e9)
const name = z.string().min(1).max(64)

function plane<const Encodings extends readonly string[]>(encodings: Encodings) {
  return z.strictObject({
    /** Bytes in the packet, as encoded. */
    byteLength: z.int().min(1).max(PACKET.planeBytes),
    encoding: z.enum(encodings),
    /** CRC-32 (ISO 3309, as in zlib) of those bytes. */
    crc32: z.int().min(0).max(0xffff_ffff),
  })
}

const pixelPlane = plane(['raw', 'deflate-raw'])

const orientation = {
  /** Degrees the stored rows must be turned clockwise to stand upright. */
  rotation: z.literal([0, 90, 180, 270]).default(0),
  /** The rows, turned upright, are a mirror image. */
  mirrored: z.boolean().default(false),
}

const distortion = z.discriminatedUnion('model', [
  z.strictObject({
    model: z.enum([
      'none',
      'brown-conrady',
      'inverse-brown-conrady',
      'modified-brown-conrady',
      'kannala-brandt',
    ]),
    coefficients: z.array(finite).max(8),
  }),
  z.strictObject({
    model: z.literal('radial-table'),
    coefficients: z.array(finite).min(2).max(128),
    center: z.strictObject({ x: finite, y: finite }),
    radius: positive,
  }),
])

const intrinsics = z.strictObject({
  fx: positive,
  fy: positive,
  cx: finite,
  cy: finite,
  /** The size of the picture that the four numbers are for. */
  width: z.int().min(1).max(65_535),
  height: z.int().min(1).max(65_535),
  distortion: distortion.optional(),
})

const color = z.strictObject({
  width: side,
  height: side,
  /** Of `raw` and `deflate-raw` pixels; JPEG and PNG say it themselves. */
  format: z.enum(['rgb8', 'rgba8', 'gray8']).default('rgb8'),
  plane: plane(['raw', 'deflate-raw', 'jpeg', 'png']),
  ...orientation,
})

const depth = z.strictObject({
  width: side,
  height: side,
  /** Little-endian counts. `depth16` is Android's: 13 bits of millimetres under 3 bits of confidence. */
  type: z.enum(['u16', 'f16', 'f32', 'depth16']),
  /** `z` along the optical axis, `ray` along the pixel's ray, `disparity` 1/z. */
  quantity: z.enum(['z', 'ray', 'disparity']).default('z'),
  /** Metres a count; for `disparity`, 1/metres a count. */
  unit: positive,
  /** Counts that mean no data, beside 0, negative numbers, infinities and NaN. */
  invalid: z.array(finite).max(4).default([]),
  /** Metres; what lies outside is no data. */
  min: z.number().min(0).max(1000).optional(),
  max: z.number().positive().max(1000).optional(),
  /** `color`: pixel (x, y) sees the ray of the same relative place of the colour picture. */
  alignedTo: z.enum(['color', 'native']),
  /** When the map was taken, on the packet's clock, if not at the packet's own time. */
  timestampNs: nanoseconds.optional(),
  kind: z.enum(['sensed', 'estimated']),
  method: z
    .enum([
      'structured-light',
      'time-of-flight',
      'active-stereo',
      'passive-stereo',
      'motion-stereo',
      'learned-monocular',
      'face-model',
      'simulated',
      'unknown',
    ])
    .default('unknown'),
  accuracy: z.enum(['absolute', 'relative']),
  plane: pixelPlane,
  ...orientation,
})

const confidence = z.strictObject({
  /** A byte a depth pixel: `0-2` low, medium, high (ARKit, Record3D); `0-255`. */
  kind: z.enum(['0-2', '0-255']),
  plane: pixelPlane,
})

const device = z.strictObject({
  vendor: name,
  model: name.optional(),
  serial: name.optional(),
  driver: name.optional(),
})

/** The header of a depth packet. Unknown keys are refused, except under `ext`. */
export const packetHeaderSchema = z
  .strictObject({
    seq: z.int().min(0),
    timestampNs: nanoseconds,
    clock: z.enum(['unix', 'monotonic', 'device']),
    /** What the receiver asked to see again, so that the packet cannot be an earlier one. */
    nonce: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,128}$/, 'expected 1 to 128 characters of base64url')
      .optional(),
    color: color.optional(),
    depth: depth.optional(),
    confidence: confidence.optional(),
    intrinsics: z
      .strictObject({ color: intrinsics.optional(), depth: intrinsics.optional() })
      .default(() => ({})),
    depthToColor: z
      .strictObject({
        /** 3 x 3, row by row. */
        rotation: z.array(z.number().min(-1.001).max(1.001)).length(9),
        /** Metres. */
        translation: z.tuple([finite, finite, finite]),
      })
      .optional(),
    device: device.optional(),
    /** Read from a file: it may have been live once, it is not now. */
    recorded: z.boolean().optional(),
    ext: z.record(z.string().max(64), z.json()).optional(),
  })
  .superRefine(({ color, depth, confidence, intrinsics, depthToColor }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: path.split('.'), message })
    if (color === undefined && depth === undefined) refuse('depth', 'expected colour or depth')
    if (confidence !== undefined && depth === undefined) refuse('confidence', 'expected depth beside it')
    if (confidence !== undefined && depth?.type === 'depth16') {
      refuse('confidence', 'depth16 has its own confidence')
    }
    if (depthToColor !== undefined && depth?.alignedTo !== 'native') {
      refuse('depthToColor', 'expected with native depth only')
    }
    if (depth !== undefined) {
      const camera = intrinsics.depth ?? (depth.alignedTo === 'color' ? intrinsics.color : undefined)
      if (camera === undefined) refuse('intrinsics.depth', 'expected the intrinsics of the depth')
    }
  })

/** A parsed header. */
export type PacketHeader = z.output<typeof packetHeaderSchema>

type PlaneOf<Part> = Part extends { readonly plane: infer Plane } ? Plane : never
type WithoutPlane<Part> = Part extends object ? Omit<Part, 'plane'> : Part

/** The header as a writer gives it: lengths and checksums are computed, and stand in no option. */
export type PacketContent = Omit<z.input<typeof packetHeaderSchema>, 'color' | 'depth' | 'confidence'> & {
  readonly color?: WithoutPlane<z.input<typeof color>> &
    EncodedPlane<PlaneOf<PacketHeader['color']>['encoding']>
  readonly depth?: WithoutPlane<z.input<typeof depth>> &
    EncodedPlane<PlaneOf<PacketHeader['depth']>['encoding']>
  readonly confidence?: WithoutPlane<z.input<typeof confidence>> &
    EncodedPlane<PlaneOf<PacketHeader['confidence']>['encoding']>
}

/** Bytes of a plane and how they are encoded. */
export interface EncodedPlane<Encoding extends string = string> {
  readonly bytes: Uint8Array
  readonly encoding: Encoding
}
