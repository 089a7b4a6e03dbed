import type { Box, HeadPose, ReasonCode } from '@faceward/spec'
import type { FrameAnalysis } from '@faceward/web'

/** The picture that a face stands in, pixels. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

/** Share of the picture's shorter side that the face should take; outside it, landmarks or the picture's edge suffer. */
const SMALLEST_FACE = 0.3
const LARGEST_FACE = 0.78
/** A face that is farther from the middle than this share of the shorter side is asked to move. */
const FARTHEST_FROM_MIDDLE = 0.24
/** Looking straight, degrees. People hold their telephones low. */
const MOST_YAW = 14
const MOST_PITCH = 18

const WORDS = {
  no_face: 'Bring your face into the oval',
  multiple_faces: 'One person at a time, please',
  face_too_small: 'Come closer',
  face_cut_off: 'Move to the middle',
  too_blurred: 'Hold still',
  too_dark: 'More light, please',
  too_bright: 'Turn away from the strong light',
  turned_too_far: 'Look straight at the camera',
} as const satisfies Partial<Record<ReasonCode, string>>

type Words = Readonly<Partial<Record<ReasonCode, string>>>
type Word = (typeof WORDS)[keyof typeof WORDS]
/** What is said, for who says it otherwise; a reason without words of its own is said in the engine's. */
export type Guidance = Word | NonNullable<ReturnType<typeof framing> | ReturnType<typeof looking>>

/** What the person should do before the challenge can begin; undefined when everything is right. */
export function guidanceFor(analysis: FrameAnalysis, size: PictureSize): string | undefined {
  const { usable, reasons, face, pose } = analysis
  if (usable && face && pose) return framing(face.box, size) ?? looking(pose)
  const [reason] = reasons
  return (reason && ((WORDS as Words)[reason.code] ?? reason.message)) ?? WORDS.no_face
}

function framing(box: Box, { width, height }: PictureSize) {
  const side = Math.min(width, height)
  const share = Math.max(box.width, box.height) / side
  if (share < SMALLEST_FACE) return 'Come closer'
  if (share > LARGEST_FACE) return 'A little farther away'
  const away = Math.hypot(box.x + box.width / 2 - width / 2, box.y + box.height / 2 - height / 2)
  return away > FARTHEST_FROM_MIDDLE * side ? 'Move to the middle' : undefined
}

function looking({ yawDegrees, pitchDegrees }: HeadPose) {
  if (yawDegrees > MOST_YAW) return 'Turn your head a little to your right'
  if (yawDegrees < -MOST_YAW) return 'Turn your head a little to your left'
  if (pitchDegrees > MOST_PITCH) return 'Lower your chin a little'
  if (pitchDegrees < -MOST_PITCH) return 'Lift your chin a little'
  return undefined
}
