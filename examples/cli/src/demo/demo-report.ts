import type { AssuranceLevel, Calibration, VerificationResult } from '@faceward/spec'
import type { Film } from './film.js'

/** A simulated person of the demo. */
export interface DemoPerson {
  /** The subject id. */
  readonly id: string
  readonly name: string
}

/** A picture, as it was enrolled or verified. */
export interface DemoPicture {
  /** Relative to the demo's folder, with forward slashes. */
  readonly path: string
  readonly png: Uint8Array
}

/** One verification: a probe against the template of one person. */
export interface DemoComparison {
  readonly claimed: DemoPerson
  readonly expected: 'accept' | 'reject'
  readonly verification: VerificationResult
}

/** One probe and what came of every claim made with it. */
export interface DemoProbe {
  /** Who is in the picture. */
  readonly person: DemoPerson
  /** How the picture differs from those enrolled, such as `turned left, warm light`. */
  readonly title: string
  readonly picture: DemoPicture
  readonly comparisons: readonly DemoComparison[]
}

/** A person with the pictures she was enrolled from. */
export interface DemoEnrolment {
  readonly person: DemoPerson
  readonly pictures: readonly DemoPicture[]
  readonly isEnrolled: boolean
  readonly message: string
}

/** One session before the camera, live or an attack, claimed to be one person. */
export interface DemoPresentation {
  /** What is before the camera, in words. */
  readonly title: string
  readonly species: string
  readonly claimed: DemoPerson
  /** The session's frames below each other. */
  readonly picture: DemoPicture
  readonly film: Film
  /** One of the frames, as a PNG. */
  readonly still: Uint8Array
  readonly expected: 'accept' | 'refuse'
  readonly verification: VerificationResult
}

/** One moment, or a recording, judged with the depth there is. */
export interface DemoGlimpse {
  readonly title: string
  readonly claimed: DemoPerson
  readonly color: DemoPicture
  /** The sensed depth as a plaster cast; absent without a sensor. */
  readonly relief?: DemoPicture
  readonly expected: 'accept' | 'refuse'
  /** Of an acceptance. */
  readonly expectedAssurance?: AssuranceLevel
  readonly verification: VerificationResult
}

/** All that the demo did. */
export interface DemoReport {
  readonly enrolments: readonly DemoEnrolment[]
  readonly probes: readonly DemoProbe[]
  readonly presentations: readonly DemoPresentation[]
  readonly glimpses: readonly DemoGlimpse[]
  /** Why a part of the demo was left out, in words. */
  readonly leftOut: readonly string[]
  readonly calibration: Calibration | undefined
  readonly acceptThreshold: number
}

/** Whether a decision is the one that should have been made; an attack may be rejected or asked to try again. */
export const isAsExpected = ({
  expected,
  verification: { decision },
}: Pick<DemoPresentation | DemoComparison, 'expected' | 'verification'>) =>
  expected === 'refuse' ? decision !== 'accept' : decision === expected

/** What the depth cue made of it; undefined where it did not judge. */
export function depthScore({ verification }: Pick<DemoGlimpse, 'verification'>): number | undefined {
  const cue = verification.liveness.cues.find(({ family }) => family === 'depth')
  return cue?.result.status === 'scored' ? cue.result.score : undefined
}

/** As expected in assurance too; an attack must be refused by its depth alone, whatever else speaks against it. */
export function isGlimpseAsExpected(glimpse: DemoGlimpse): boolean {
  const { expected, expectedAssurance, verification } = glimpse
  if (expected === 'accept') return isAsExpected(glimpse) && verification.assurance === expectedAssurance
  return isAsExpected(glimpse) && (depthScore(glimpse) ?? 1) < 0.5
}

/** How many of all enrolments and decisions went as they should. */
export function tally({ enrolments, probes, presentations, glimpses }: DemoReport): {
  readonly right: number
  readonly total: number
} {
  const outcomes = [
    ...enrolments.map(({ isEnrolled }) => isEnrolled),
    ...probes.flatMap(({ comparisons }) => comparisons.map(isAsExpected)),
    ...presentations.map(isAsExpected),
    ...glimpses.map(isGlimpseAsExpected),
  ]
  return { right: outcomes.filter(Boolean).length, total: outcomes.length }
}
