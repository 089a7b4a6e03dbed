import { depthProblem, faceRelief } from '@faceward/imaging'
import type { AbstentionReason, CueEvidence, FaceSample } from '@faceward/spec'
import { abstained } from './abstained.js'
import { type DepthFeatures, depthFeatures } from './depth-features.js'
import { stereoNoise } from './stereo-noise.js'
import { noWornSheet } from './worn-sheet.js'

/** What one sample's depth says. */
export type DepthVerdict =
  | { readonly status: 'judged'; readonly score: number; readonly evidence: CueEvidence }
  | { readonly status: 'abstained'; readonly reason: AbstentionReason }

/** Millimetres; the nasal tip of adults protrudes 21 mm on average (10.1007/s00266-018-1197-8). */
const LEAST_NOSE_MM = 6.5
const LARGEST_NOSE_MM = 48
const LEAST_PLANE_RMS_MM = 3.5
/** Relief must be so many standard errors of the map's own noise. */
const NOSE_ERRORS = 5
const NOSE_PER_STEREO_NOISE = 2.6
const PLANE_ERRORS = 2.5
/** A map this noisy could not show a nose. */
const LARGEST_NOSE_ERROR_MM = 2.2
/** Eye centres of people stand 45 (small children) to 80 mm apart; depth adds its own error. */
const INTEROCULAR_MM = { least: 43, largest: 88 } as const
/** How far from the worn sheet's limit the score is 0 or 1. */
const SHEET_SPREAD = 3
/** Mirroring glass leaves holes; so do beards and glasses, to a lesser part. */
const LARGEST_MISSING_SHARE = 0.4
const UNUSABLE_MISSING_SHARE = 0.6
/** Head turns that colour and depth see to opposite sides, each at least this far, degrees. */
const CONTRADICTING_YAW_DEGREES = 12

/**
 * Judges one sample's depth. Only sensed depth that is not a recording is looked at (rule 3); what cannot be
 * measured is an abstention with its reason. The score is that of the weakest check, 0.5 at its limit.
 */
export function depthVerdict(sample: FaceSample): DepthVerdict {
  const { frame, fivePoints, pose } = sample
  const { depth } = frame
  if (depth === undefined || depth.provenance.kind !== 'sensed') return abstained('no_sensed_depth')
  if (depth.provenance.accuracy === 'relative') return abstained('depth_unusable')
  if (depth.provenance.recorded === true || frame.source.recorded === true) return abstained('depth_recorded')
  const problem = depthProblem(frame)
  if (problem !== undefined) return abstained(problem)
  if (!depth.registeredToColor) return abstained('depth_not_registered')
  const relief = faceRelief(depth, fivePoints, frame.image)
  if (relief === undefined || relief.validShare < 1 - UNUSABLE_MISSING_SHARE) {
    return abstained('depth_missing_on_face')
  }
  const features = depthFeatures(relief)
  if (features === undefined) return abstained('depth_missing_on_face')
  const checks = depthChecks(features, stereoNoise(depth.provenance.method, relief.distanceMm))
  if (features.noseReliefErrorMm > LARGEST_NOSE_ERROR_MM && checks.sizeCheck >= 0.5)
    return abstained('depth_too_noisy')
  if (
    relief.yawDegrees * pose.yawDegrees < 0 &&
    Math.min(Math.abs(relief.yawDegrees), Math.abs(pose.yawDegrees)) > CONTRADICTING_YAW_DEGREES
  ) {
    return abstained('depth_not_registered')
  }
  return { status: 'judged', score: Math.min(...Object.values(checks)), evidence: { ...features, ...checks } }
}

/** Each check's score, 0.5 at its limit. */
function depthChecks(features: DepthFeatures, stereoMm: number) {
  const { noseReliefMm, noseReliefErrorMm, planeRmsMm, noiseMm, interocularMm } = features
  const nose = Math.max(LEAST_NOSE_MM, NOSE_ERRORS * noseReliefErrorMm, NOSE_PER_STEREO_NOISE * stereoMm)
  const plane = Math.max(LEAST_PLANE_RMS_MM, PLANE_ERRORS * noiseMm)
  return {
    noseCheck: Math.min(atLeast(nose, noseReliefMm), atMost(LARGEST_NOSE_MM, noseReliefMm)),
    planeCheck: atLeast(plane, planeRmsMm),
    sizeCheck: Math.min(
      atLeast(INTEROCULAR_MM.least, interocularMm, 0.15),
      atMost(INTEROCULAR_MM.largest, interocularMm, 0.15),
    ),
    cutOutCheck: Math.min(1, Math.max(0, 0.5 + noWornSheet(features, stereoMm) / (2 * SHEET_SPREAD))),
    missingCheck: atMost(LARGEST_MISSING_SHARE, features.missingShare),
  }
}

/** 0 from `limit` less `spread` of it, 0.5 at `limit`, 1 from `limit` plus `spread` of it. */
function atLeast(limit: number, value: number, spread = 0.5): number {
  return Math.min(1, Math.max(0, 0.5 + (value / limit - 1) / (2 * spread)))
}

function atMost(limit: number, value: number, spread = 0.5): number {
  return 1 - atLeast(limit, value, spread)
}
