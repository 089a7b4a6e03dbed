import type { Reason, ReasonCode } from '@faceward/spec'

const MESSAGES = {
  too_few_samples: 'Too few usable pictures.',
  samples_disagree: 'The pictures do not seem to show one person.',
  face_track_lost: 'The face was lost or another one took its place during the capture.',
  liveness_too_low: 'This does not look like a live person in front of the camera.',
  liveness_not_assessed: 'Whether a live person was in front of the camera could not be judged.',
  assurance_too_low: 'The capture does not show as much as is required here.',
  challenge_failed: 'What was asked for was not done. Ask for a new challenge and do its actions in order.',
  challenge_not_judged: 'Whether what was asked for was done could not be judged.',
  presentation_attack: 'This looks like a presentation attack: a picture, a screen or a mask.',
  no_match: 'The face does not match the template.',
  unknown_subject: 'Nobody is enrolled under this id.',
  already_enrolled: 'Somebody is enrolled under this id already. Ask to replace the template to enrol anew.',
  template_of_another_model:
    'The stored template was made by another model. Enrol again, or keep the old model.',
  template_of_another_person: 'The face does not match the template that is to be replaced.',
  enrolled: 'Enrolled.',
} as const satisfies Partial<Record<ReasonCode, string>>

/** A reason of the engine's own, in words. */
export function reason(code: keyof typeof MESSAGES, message: string = MESSAGES[code]): Reason {
  return { code, message }
}
