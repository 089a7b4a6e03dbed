import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  type AbstentionReason,
  ConfigurationError,
  type CueEvidence,
  type CueResult,
  type FaceSample,
  type Frame,
  type LivenessCue,
  type LivenessEvidence,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { abstained } from './abstained.js'
import type { DepthVerdict } from './depth-verdict.js'
import { centredAt, median } from './score-curves.js'

export interface DepthConsistencyCueOptions {
  /** Depth whose score is below this speaks for an attack; 0..1, default 0.5 (DEPTH_CONSISTENCY_THRESHOLD). */
  readonly threshold?: number
}

/** Measured values of two moments are never all alike: a sensor's noise differs in every frame. */
const FROZEN_SHARE = 0.98

type Judged = Extract<DepthVerdict, { status: 'judged' }>

/**
 * Whether sensed depth shows the relief of a face: a nose that stands out in every direction (no bent or folded
 * sheet has that), a face that is no plane, of a person's size, without cut edges around the eyes, measured in
 * most places; and that it is not the same map again and again. Limits are the larger of an anatomical one and a
 * multiple of the noise measured in the map itself. The score is the median of the frames'.
 *
 * Estimated and recorded depth is not looked at: the cue abstains (rule 3). True relief passes, so it refutes
 * two-dimensional instruments only, not masks.
 *
 * @throws ConfigurationError `invalid-options`
 */
export function createDepthConsistencyCue(options: DepthConsistencyCueOptions = {}): LivenessCue {
  assertKnownOptions('createDepthConsistencyCue', options, ['threshold'])
  const { threshold = 0.5 } = options
  if (!(threshold >= 0 && threshold <= 1)) {
    throw new ConfigurationError('createDepthConsistencyCue: threshold: expected 0 to 1.', {
      code: 'invalid-options',
      issues: [{ key: 'threshold', message: 'expected 0 to 1' }],
    })
  }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'depth-consistency',
    family: 'depth',

    async evaluate({ samples }: LivenessEvidence, call): Promise<CueResult> {
      const hasDepth = samples.some(({ frame }) => frame.depth !== undefined)
      if (samples.length > 0 && !hasDepth) return abstained('no_sensed_depth')
      // A third of the cues' code, for cameras that few pages have: loaded where there is depth to judge.
      const { depthVerdict } = await import('./depth-verdict.js')
      const verdicts: DepthVerdict[] = []
      for (const sample of samples) {
        call?.signal?.throwIfAborted()
        verdicts.push(depthVerdict(sample))
      }
      const judged = verdicts.filter((verdict): verdict is Judged => verdict.status === 'judged')
      if (judged.length === 0) return abstained(commonReason(verdicts))
      const frozen = frozenShare(samples)
      if (frozen > FROZEN_SHARE) {
        return {
          status: 'scored',
          score: 0,
          veto: true,
          evidence: { ...typical(judged), frozenShare: frozen },
        }
      }
      const frameScores = verdicts.map((verdict) =>
        verdict.status === 'judged' ? centredAt(threshold, verdict.score) : undefined,
      )
      return {
        status: 'scored',
        score: median(frameScores.filter((score) => score !== undefined)),
        evidence: typical(judged),
        frameScores,
      }
    },
  }
}

/** The reason most frames gave; no frames at all are too few. */
function commonReason(verdicts: readonly DepthVerdict[]): AbstentionReason {
  const counts = new Map<AbstentionReason, number>()
  for (const verdict of verdicts) {
    if (verdict.status === 'abstained') counts.set(verdict.reason, (counts.get(verdict.reason) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'too_few_frames'
}

/** The median of each number over the frames. */
function typical(judged: readonly Judged[]): CueEvidence {
  const names = Object.keys(judged[0]?.evidence ?? {})
  return Object.fromEntries(
    names.map((name) => [name, median(judged.map(({ evidence }) => evidence[name] as number))]),
  )
}

/**
 * The share of measured values that two successive maps of a stream have exactly in common, in the middle of all
 * pairs: a camera whose depth is slower than its colour gives some maps twice.
 */
function frozenShare(samples: readonly FaceSample[]): number {
  const shares = samples.slice(1).flatMap((sample, i) => {
    const share = commonShare((samples[i] as FaceSample).frame, sample.frame)
    return share === undefined ? [] : [share]
  })
  return shares.length === 0 ? 0 : median(shares)
}

/** Every third value is looked at. */
function commonShare(one: Frame, other: Frame): number | undefined {
  if (one.source.kind !== 'stream' || one.depth === undefined || other.depth === undefined) return undefined
  const before = one.depth.data
  const after = other.depth.data
  if (before.length !== after.length) return undefined
  let equal = 0
  let measured = 0
  for (let i = 0; i < before.length; i += 3) {
    if (!((before[i] as number) > 0)) continue
    measured++
    if (before[i] === after[i]) equal++
  }
  return measured === 0 ? undefined : equal / measured
}
