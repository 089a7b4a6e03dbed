import { type OptionIssue, outsideRange, refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import { ASSURANCE_LEVELS, type AssuranceLevel } from '@faceward/spec'

/** Options of `createGatedPolicy`. Every threshold is meant on the calibrated scale, 0..1. */
export interface GatedPolicyOptions {
  /** Accept needs a fused score of at least this; default 0.85. */
  readonly acceptThreshold?: number
  /** A similarity or a fused score at or below this is a reject; default 0.45, below `acceptThreshold`. */
  readonly rejectThreshold?: number
  /**
   * Accept needs a similarity of at least this; default `acceptThreshold`, so that the calibration's FMR
   * there bounds the FMR of accept. Lower it only with an evaluation at hand; not below `rejectThreshold`.
   */
  readonly similarityFloor?: number
  /** A liveness score below this is a reject; default 0.4. */
  readonly minimumLiveness?: number
  /** Accept needs at least this assurance; default `'none'`. */
  readonly requireAssurance?: AssuranceLevel
  /** What becomes of a probe whose liveness no cue could judge; default `'re_verify'`. */
  readonly unassessedLiveness?: 're_verify' | 'allow'
}

const KEYS: readonly string[] = [
  'acceptThreshold',
  'rejectThreshold',
  'similarityFloor',
  'minimumLiveness',
  'requireAssurance',
  'unassessedLiveness',
] satisfies readonly (keyof GatedPolicyOptions)[]

/** Checked options with every default filled in. @throws ConfigurationError `invalid-options` naming the keys. */
export function parseGatedPolicyOptions(options: GatedPolicyOptions): Required<GatedPolicyOptions> {
  const acceptThreshold = options.acceptThreshold ?? 0.85
  const parsed = {
    acceptThreshold,
    rejectThreshold: options.rejectThreshold ?? 0.45,
    similarityFloor: options.similarityFloor ?? acceptThreshold,
    minimumLiveness: options.minimumLiveness ?? 0.4,
    requireAssurance: options.requireAssurance ?? 'none',
    unassessedLiveness: options.unassessedLiveness ?? 're_verify',
  }
  const issues: OptionIssue[] = [
    ...unknownKeys(options, KEYS),
    ...outsideRange('acceptThreshold', parsed.acceptThreshold, 0, 1),
    ...outsideRange('rejectThreshold', parsed.rejectThreshold, 0, 1),
    ...(options.similarityFloor === undefined
      ? []
      : outsideRange('similarityFloor', options.similarityFloor, 0, 1)),
    ...outsideRange('minimumLiveness', parsed.minimumLiveness, 0, 1),
  ]
  if (parsed.rejectThreshold >= parsed.acceptThreshold) {
    issues.push({ key: 'rejectThreshold', message: 'expected less than acceptThreshold' })
  }
  if (parsed.similarityFloor < parsed.rejectThreshold) {
    issues.push({ key: 'similarityFloor', message: 'expected at least rejectThreshold' })
  }
  if (!ASSURANCE_LEVELS.includes(parsed.requireAssurance)) {
    issues.push({ key: 'requireAssurance', message: `expected one of ${ASSURANCE_LEVELS.join(', ')}` })
  }
  if (!['re_verify', 'allow'].includes(parsed.unassessedLiveness)) {
    issues.push({ key: 'unassessedLiveness', message: "expected 're_verify' or 'allow'" })
  }
  refuseIssues('createGatedPolicy', issues)
  return parsed
}
