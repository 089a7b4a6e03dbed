import {
  type CallOptions,
  type CueReport,
  type FaceSample,
  type LivenessAssessment,
  type LivenessCue,
  type LivenessDetector,
  type LivenessEvidence,
  type Reason,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { findTrackBreak } from '../sequence/face-track.js'
import { assuranceLevel } from './assurance-level.js'
import { DEFAULT_PAD_FUSION } from './default-pad-fusion.data.js'
import { fuseCues, type PadFusionModel } from './pad-fusion.js'

export interface LivenessDetectorOptions {
  readonly cues: readonly LivenessCue[]
  /** How the cues' scores become one; default: the model fitted on simulated sessions, {@link DEFAULT_PAD_FUSION}. */
  readonly fusion?: PadFusionModel
}

/** A frame on which a cue of single frames is surer than this of an attack is not used. */
const REASONS = {
  presentation_attack: 'This looks like a presentation attack: a picture, a screen or a mask.',
  liveness_not_assessed: 'Whether a live person was in front of the camera could not be judged.',
  challenge_failed: 'What was asked for was not done, or not in time.',
  face_track_lost: 'The face was lost or another one took its place during the capture.',
} satisfies Partial<Record<Reason['code'], string>>

/**
 * Fuses cues into one PAD score: those of the fusion model in log-odds, all others as upper bounds. Cues that abstain
 * have no say and lower the assurance; when all abstain there is no score. A veto is reported whatever the score.
 *
 * Samples that are not one face's track are not judged at all: `not_assessed`, reason `face_track_lost`.
 */
export function createLivenessDetector({
  cues,
  fusion = DEFAULT_PAD_FUSION,
}: LivenessDetectorOptions): LivenessDetector {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: `${fusion.id}:${cues.map(({ id }) => id).join('+')}`,

    async assess(evidence: LivenessEvidence, options?: CallOptions): Promise<LivenessAssessment> {
      if (findTrackBreak(evidence.samples) !== undefined) return trackLost(evidence.samples)
      const reports: CueReport[] = []
      for (const cue of cues) {
        options?.signal?.throwIfAborted()
        reports.push({ cueId: cue.id, family: cue.family, result: await cue.evaluate(evidence, options) })
      }
      const vetoed = reports.some(({ result }) => result.status === 'scored' && result.veto === true)
      const motion = lowest(scoresOf(reports, 'motion'))
      const score = fuseCues(reports, fusion)
      return {
        status: score === undefined ? 'not_assessed' : 'scored',
        ...(score === undefined ? {} : { score }),
        ...(motion === undefined ? {} : { motionScore: motion }),
        frameScores: evidence.samples.map((_, index) => lowest(frameScoresAt(reports, index))),
        vetoed,
        assurance: assuranceLevel(evidence.samples, reports),
        cues: reports,
        reasons: reasonsFor(score, vetoed, reports),
      }
    },

    async dispose() {
      await Promise.all(cues.map((cue) => cue.dispose?.()))
    },
  }
}

const reason = (code: keyof typeof REASONS): Reason => ({ code, message: REASONS[code] })

const lowest = (scores: readonly number[]) => (scores.length === 0 ? undefined : Math.min(...scores))

function trackLost(samples: readonly FaceSample[]): LivenessAssessment {
  return {
    status: 'not_assessed',
    frameScores: samples.map(() => undefined),
    vetoed: false,
    assurance: 'none',
    cues: [],
    reasons: [reason('face_track_lost'), reason('liveness_not_assessed')],
  }
}

function scoresOf(reports: readonly CueReport[], of: CueReport['family']): number[] {
  return reports.flatMap(({ family, result }) =>
    family === of && result.status === 'scored' ? [result.score] : [],
  )
}

function frameScoresAt(reports: readonly CueReport[], index: number): number[] {
  return reports.flatMap(({ result }) => {
    const score = result.status === 'scored' ? result.frameScores?.[index] : undefined
    return score === undefined ? [] : [score]
  })
}

function reasonsFor(
  score: number | undefined,
  vetoed: boolean,
  reports: readonly CueReport[],
): readonly Reason[] {
  if (vetoed) return [reason('presentation_attack')]
  if (score === undefined) return [reason('liveness_not_assessed')]
  return scoresOf(reports, 'challenge').some((one) => one < 0.5) ? [reason('challenge_failed')] : []
}
