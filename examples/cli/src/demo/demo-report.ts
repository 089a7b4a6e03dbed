import type { Calibration, VerificationResult } from '@faceward/spec'

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

/** All that the demo did. */
export interface DemoReport {
  readonly enrolments: readonly DemoEnrolment[]
  readonly probes: readonly DemoProbe[]
  readonly calibration: Calibration | undefined
  readonly acceptThreshold: number
}

export const isAsExpected = ({ expected, verification }: DemoComparison) => verification.decision === expected

/** How many of all enrolments and decisions went as they should. */
export function tally({ enrolments, probes }: DemoReport): {
  readonly right: number
  readonly total: number
} {
  const outcomes = [
    ...enrolments.map(({ isEnrolled }) => isEnrolled),
    ...probes.flatMap(({ comparisons }) => comparisons.map(isAsExpected)),
  ]
  return { right: outcomes.filter(Boolean).length, total: outcomes.length }
}
