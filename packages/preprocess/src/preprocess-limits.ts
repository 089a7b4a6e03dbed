import { type OptionIssue, outsideRange, unknownKeys } from '@faceward/plugin-kit'

/**
 * What a face must be like to become a sample. The defaults were chosen on LFW's development view so that
 * they refuse about 0.5 % of its press photographs (see the README for the shares); each number's range on
 * those photographs is stated beside it.
 */
export interface PreprocessLimits {
  /**
   * Distance between the eye centres in pixels of the image, as it would be without the head's yaw; default 24
   * (LFW: 0.1 % below).
   */
  readonly minimumInterocularPixels: number
  /** How sure the landmark model is that it sees a face, 0..1; default 0.5 (LFW: lowest 0.56). */
  readonly minimumPresence: number
  /** Share of the face's outline inside the image, 0..1; default 0.85. All five points must be inside. */
  readonly minimumVisibleShare: number
  /**
   * Variance of the Laplacian of the 112 x 112 luminance; default 18 (LFW: 0.3 % below). A face of so little
   * contrast that the variance is over a twentieth of the contrast's square is not called blurred.
   */
  readonly minimumSharpness: number
  /** Mean luminance of the face, 0..255; default 40 (LFW: lowest 52, dark skin included). */
  readonly minimumBrightness: number
  /** Mean luminance of the face, 0..255; default 215 (LFW: highest 201). */
  readonly maximumBrightness: number
  /** Share of the face at 250 or more of 255, 0..1; default 0.25 (LFW: highest 0.06). */
  readonly maximumOverexposedShare: number
  /** Degrees to either side; default 50 (LFW: 0.2 % beyond). */
  readonly maximumYawDegrees: number
  /** Degrees up or down; default 40 (LFW: 0.2 % beyond). */
  readonly maximumPitchDegrees: number
  /** Degrees to either side; default 45. LFW is turned upright, so it says nothing about this one. */
  readonly maximumRollDegrees: number
}

export const DEFAULT_LIMITS: PreprocessLimits = {
  minimumInterocularPixels: 24,
  minimumPresence: 0.5,
  minimumVisibleShare: 0.85,
  minimumSharpness: 18,
  minimumBrightness: 40,
  maximumBrightness: 215,
  maximumOverexposedShare: 0.25,
  maximumYawDegrees: 50,
  maximumPitchDegrees: 40,
  maximumRollDegrees: 45,
}

const HIGHEST: Readonly<Record<keyof PreprocessLimits, number>> = {
  minimumInterocularPixels: 10_000,
  minimumPresence: 1,
  minimumVisibleShare: 1,
  minimumSharpness: 1_000_000,
  minimumBrightness: 255,
  maximumBrightness: 255,
  maximumOverexposedShare: 1,
  maximumYawDegrees: 180,
  maximumPitchDegrees: 180,
  maximumRollDegrees: 180,
}

/** What is wrong with given limits; every limit is a number from 0 to its own highest. */
export function limitIssues(limits: PreprocessLimits): readonly OptionIssue[] {
  const keys = Object.keys(HIGHEST) as (keyof PreprocessLimits)[]
  const issues = [
    ...unknownKeys(limits, keys),
    ...keys.flatMap((key) => outsideRange(`limits.${key}`, limits[key], 0, HIGHEST[key])),
  ]
  if (limits.minimumBrightness >= limits.maximumBrightness) {
    issues.push({ key: 'limits.minimumBrightness', message: 'expected less than maximumBrightness' })
  }
  return issues
}
