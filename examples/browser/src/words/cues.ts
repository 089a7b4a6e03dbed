import type { AbstentionReason, CueReport } from '@faceward/spec'

const CUES: Readonly<Record<string, string>> = {
  texture: 'Skin, not paper or screen',
  'micro-motion': 'Lids, brows and lips move',
  parallax: 'Depth shows when the head turns',
  blink: 'Blinks look natural',
  integrity: 'Pictures come from a live camera',
  challenge: 'Did what was asked',
  'depth-consistency': 'Measured depth is a face',
}

const ABSTENTIONS: Readonly<Partial<Record<AbstentionReason, string>>> = {
  no_sensed_depth: 'no depth was measured',
  no_challenge: 'nothing was asked',
  head_did_not_move: 'the head did not turn enough',
  too_few_frames: 'too few pictures',
  frame_rate_too_low: 'too few pictures a second',
  frames_missing: 'pictures are missing in between',
  face_too_small: 'the face is too small',
  image_too_dark: 'it is too dark',
  not_measurable: 'nothing to measure was seen',
  eyes_closed_throughout: 'the eyes were closed',
  model_not_present: 'its model is not installed',
}

/** A cue and its answer, in words. */
export function cueWords({ cueId, result }: CueReport): { cue: string; answer: string; more?: string } {
  const cue = CUES[cueId] ?? cueId
  if (result.status === 'abstained') {
    const more = ABSTENTIONS[result.reason] ?? result.reason.replaceAll('_', ' ')
    return { cue, answer: 'Could not judge', more }
  }
  if (result.veto === true) return { cue, answer: 'Sign of an attack' }
  return { cue, answer: result.score >= 0.5 ? 'Yes' : 'Doubtful', more: `score ${result.score.toFixed(2)}` }
}
