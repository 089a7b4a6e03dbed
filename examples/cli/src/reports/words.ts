import type { AbstentionReason, AssuranceLevel, Outcome } from '@faceward/spec'
import type { Tone } from '../terminal/terminal.js'

type VerdictTone = Extract<Tone, 'good' | 'bad' | 'unsure'>

/** How a decision is shown: a sign, a word and a tone. */
export const VERDICTS: Readonly<
  Record<Outcome | 'enrolled' | 'refused', { sign: string; word: string; tone: VerdictTone }>
> = {
  accept: { sign: '\u2713', word: 'ACCEPT', tone: 'good' },
  reject: { sign: '\u2717', word: 'REJECT', tone: 'bad' },
  re_verify: { sign: '?', word: 'VERIFY AGAIN', tone: 'unsure' },
  enrolled: { sign: '\u2713', word: 'ENROLLED', tone: 'good' },
  refused: { sign: '\u2717', word: 'NOT ENROLLED', tone: 'bad' },
}

/** What an assurance level means, after "Liveness judged from". */
export const ASSURANCES: Readonly<Record<AssuranceLevel, string>> = {
  none: 'nothing',
  stills: 'single pictures, which prove no life',
  sequence: 'a sequence of frames',
  challenge: 'a sequence that answered a challenge',
  'sensed-depth': 'sensed depth',
}

/** Why a cue did not judge. */
export const ABSTENTIONS: Readonly<Record<AbstentionReason, string>> = {
  too_few_frames: 'too few frames',
  frame_rate_too_low: 'too few frames a second',
  stills_only: 'single pictures show no motion',
  timestamps_not_increasing: 'the frames have no true times',
  frames_missing: 'frames are missing in between',
  no_landmarks: 'no landmarks were placed',
  no_sensed_depth: 'no depth sensor',
  depth_unusable: 'the depth is unusable',
  depth_recorded: 'the depth was recorded, not live',
  depth_malformed: 'the depth is malformed',
  depth_not_registered: 'the depth is not registered to the picture',
  depth_out_of_date: 'the depth is of another moment',
  depth_missing_on_face: 'the sensor saw too little of the face',
  depth_too_noisy: 'the depth is too noisy',
  no_challenge: 'no challenge was set',
  head_did_not_move: 'the head did not move',
  face_too_small: 'the face is too small',
  image_too_dark: 'the picture is too dark',
  model_not_present: 'its model is not installed',
  eyes_closed_throughout: 'the eyes were closed throughout',
  not_measurable: 'it could not be measured',
}

/**
 * A score from 0 to 1 with two digits, cut off and not rounded: 0.8499 is not shown as the 0.85 it did not reach,
 * and nothing as a certain 1.00.
 */
export function score(value: number | undefined): string {
  // 1e-9: so that 0.29, which is 28.999999999999996 hundredths, stays 0.29.
  return value === undefined ? '-' : (Math.floor(value * 100 + 1e-9) / 100).toFixed(2)
}

/** A rate as people say it: `1 in 12,000`. */
export function oneIn(rate: number): string {
  return rate <= 0 ? 'none seen' : `1 in ${Math.round(1 / rate).toLocaleString('en-US')}`
}

/** A rate in percent with two digits, or `none` of those tried. */
export const percent = (rate: number) => (rate === 0 ? 'none' : `${Number((rate * 100).toPrecision(2))} %`)
