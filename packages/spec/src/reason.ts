/**
 * Why a person could not be accepted or a frame could not be used. Values, not exceptions: what a person in
 * front of the camera causes is an answer.
 */
export type ReasonCode =
  // the frame
  | 'no_face'
  | 'multiple_faces'
  | 'face_too_small'
  | 'face_cut_off'
  | 'too_blurred'
  | 'too_dark'
  | 'too_bright'
  | 'turned_too_far'
  | 'undecodable_image'
  // the sequence
  | 'too_few_samples'
  | 'samples_disagree'
  | 'face_track_lost'
  // liveness
  | 'liveness_too_low'
  | 'liveness_not_assessed'
  | 'presentation_attack'
  | 'assurance_too_low'
  | 'challenge_failed'
  | 'challenge_not_judged'
  // identity
  | 'no_match'
  | 'similarity_below_floor'
  | 'score_below_accept'
  | 'unknown_subject'
  | 'already_enrolled'
  | 'template_of_another_model'
  | 'template_of_another_person'
  // the outcome as hoped
  | 'match'
  | 'enrolled'

/** One reason, with the words a person can read. Never holds a value measured on a person. */
export interface Reason {
  readonly code: ReasonCode
  readonly message: string
}
