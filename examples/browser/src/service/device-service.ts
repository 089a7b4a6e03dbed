import type { AssuranceLevel, CallOptions } from '@faceward/spec'
import { type IssueChallengeOptions, issueChallenge, type WebEngine } from '@faceward/web'
import type { Answer, FaceService, Operation, Performance } from './face-service.js'

/** The one person this device knows. */
const SUBJECT = { subjectId: 'me' }

/**
 * Pictures alone are not enough: a recording on a telephone passes every cue but the challenge. Where a device is too
 * slow for the answer to be judged, there was none.
 */
const ASSURANCE: AssuranceLevel = 'challenge'

/** Faces compared by the engine on this device; nothing leaves it. */
export function createDeviceService(engine: WebEngine): FaceService {
  return {
    place: 'device',
    async challenge(_, cannot) {
      const { actions, strengthBits, issuedAtMs, expiresAtMs } = issueChallenge({
        alternatives: cannot as NonNullable<IssueChallengeOptions['alternatives']>,
      })
      return {
        actions,
        lifetimeMs: expiresAtMs - issuedAtMs,
        ...(strengthBits === undefined ? {} : { strengthBits }),
      }
    },
    answer: (operation, performance, call) => answer(engine, operation, performance, call),
    async enrolledAt() {
      const subject = await engine.describeSubject(SUBJECT)
      return subject && new Date(subject.enrolledAtMs)
    },
    async forget() {
      await engine.deleteSubject(SUBJECT)
    },
  }
}

async function answer(
  engine: WebEngine,
  operation: Operation,
  { frames, transcript, onFrame }: Performance,
  call: CallOptions = {},
): Promise<Answer> {
  const request = { ...SUBJECT, frames, challenge: transcript, onFrame, minimumAssurance: ASSURANCE, ...call }
  const result =
    operation === 'enrol'
      ? await engine.enroll({ ...request, replace: 'same-person' })
      : await engine.verify(request)
  const { decision, reasons, liveness } = result
  const similarity = 'similarity' in result ? result.similarity : undefined
  return {
    outcome: decision,
    reasons,
    assurance: liveness.assurance,
    ...(similarity === undefined ? {} : { similarity }),
    ...(liveness.score === undefined ? {} : { liveness: liveness.score }),
    cues: liveness.cues,
    usedFrames: result.frames.filter(({ used }) => used).length,
  }
}
