import type { Intrinsics } from '@faceward/spec'
import * as z from 'zod'
import { malformedRecording } from '../recording-file.js'

const side = z.int().min(1).max(8192)
const coefficient = z.number().min(-1e6).max(1e6)

// What else the app writes (poses, names, geography) is not read.
const schema = z.object({
  w: side,
  h: side,
  dw: side.optional(),
  dh: side.optional(),
  /** Column by column. */
  K: z.array(coefficient).length(9),
  /** fx, fy, cx, cy of each frame, where the camera refocused. */
  perFrameIntrinsicCoeffs: z.array(z.array(coefficient).min(4)).optional(),
  fps: z.number().positive().max(1000).default(30),
  /** Seconds. */
  frameTimestamps: z.array(z.number()).optional(),
})

/** The `metadata` of a .r3d file. */
export type Record3dMetadata = z.output<typeof schema>

/** @throws CaptureError `malformed-recording` */
export function parseRecord3dMetadata(bytes: Uint8Array): Record3dMetadata {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw malformedRecording('its metadata is not JSON')
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw malformedRecording(`its metadata: ${parsed.error.issues[0]?.path.map(String).join('.') ?? ''}`)
}

/** The colour camera of a frame. */
export function cameraOfFrame(
  { w: width, h: height, K, perFrameIntrinsicCoeffs }: Record3dMetadata,
  index: number,
): Intrinsics {
  const [fx = 0, , , , fy = 0, , cx = 0, cy = 0] = K
  const [focalX = fx, focalY = fy, principalX = cx, principalY = cy] = perFrameIntrinsicCoeffs?.[index] ?? []
  if (!(focalX > 0 && focalY > 0)) throw malformedRecording('its camera has no focal length')
  return { width, height, focalX, focalY, principalX, principalY }
}

/** Milliseconds from the recording's beginning. */
export function timeOfFrame({ frameTimestamps, fps }: Record3dMetadata, index: number): number {
  const [first = 0] = frameTimestamps ?? []
  const seconds = frameTimestamps?.[index]
  return seconds === undefined ? (index * 1000) / fps : (seconds - first) * 1000
}
