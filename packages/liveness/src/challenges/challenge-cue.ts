import {
  type ChallengeTranscript,
  type CueResult,
  type FaceSample,
  type LivenessCue,
  type LivenessEvidence,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { abstained } from '../cues/abstained.js'
import { samplesWithMesh } from '../sequence/samples-with-mesh.js'
import { sequenceProblem } from '../sequence/sequence-problem.js'
import { isChallengeAction, showsReliefIn } from './challenge-action.js'
import type { ChallengeTracker } from './create-challenge-tracker.js'
import { loadChallengeTracker } from './load-challenge-tracker.js'

const NEEDS = { fewestFrames: 6, slowestFramesPerSecond: 4.5, complete: true } as const
/** Blinks are over before a slower camera has seen them. */
const BLINKS_FRAMES_PER_SECOND = 7
const SCORE = { completed: 0.95, failed: 0.02, unfinished: 0.05 }

/**
 * Whether the person did what was asked, in order and in time. An answer speaks for a live person or a very good
 * puppet of one; no answer speaks for a recording. Abstains when nothing was asked, when what was asked is unknown to
 * it or shows no relief, and when the frames do not tell: too few, too slow, with holes, without times or landmarks.
 */
export function createChallengeCue(): LivenessCue {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'challenge',
    family: 'challenge',
    async evaluate({ samples, challenge }: LivenessEvidence): Promise<CueResult> {
      if (challenge === undefined || challenge.actions.length === 0) return abstained('no_challenge')
      const { actions } = challenge
      if (!(actions.every(isChallengeAction) && actions.some(showsReliefIn)))
        return abstained('not_measurable')
      const blinks = actions.includes('blink-twice')
      const problem = sequenceProblem(samples, {
        ...NEEDS,
        ...(blinks ? { slowestFramesPerSecond: BLINKS_FRAMES_PER_SECOND } : {}),
      })
      if (problem !== undefined) return abstained(problem)
      if (samplesWithMesh(samples) === undefined) return abstained('no_landmarks')
      const { progress, keySamples } = await answerTo(challenge, samples)
      const { status, step, failure } = progress
      const missed = failure === 'wrong-action' ? SCORE.failed : SCORE.unfinished
      const score = status === 'completed' ? SCORE.completed : missed
      return {
        status: 'scored',
        score,
        evidence: { completedActions: step, actions: actions.length },
        keySamples,
      }
    },
  }
}

async function answerTo(
  challenge: ChallengeTranscript,
  samples: readonly FaceSample[],
): Promise<ChallengeTracker> {
  const tracker = await loadChallengeTracker(challenge)
  for (const sample of samples) tracker.add(sample)
  return tracker
}
