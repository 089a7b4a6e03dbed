import type { Reason, ReasonCode } from '@faceward/spec'

/** The reasons for which a frame does not become a sample. */
export type RefusalCode = Extract<
  ReasonCode,
  | 'no_face'
  | 'multiple_faces'
  | 'face_too_small'
  | 'face_cut_off'
  | 'too_blurred'
  | 'too_dark'
  | 'too_bright'
  | 'turned_too_far'
>

/** What the person can do, by reason. */
const MESSAGES: Readonly<Record<RefusalCode, string>> = {
  no_face: 'No face was found. Look at the camera with your whole face in the picture.',
  multiple_faces: 'There is more than one face. Make sure that you are alone in the picture.',
  face_too_small: 'Come closer to the camera.',
  face_cut_off: 'Part of your face is outside the picture. Move to the middle of it.',
  too_blurred: 'The picture is blurred. Hold still, and clean the lens if need be.',
  too_dark: 'It is too dark. Turn to the light or switch one on.',
  too_bright: 'Your face is overexposed. Move out of the strong light.',
  turned_too_far: 'Turn your face to the camera and hold your head upright.',
}

/** A reason with its message. */
export function refusal(code: RefusalCode): Reason {
  return { code, message: MESSAGES[code] }
}
