import type { ChallengeTranscript, FacesRequest, LivenessSummary, Reason } from '@faceward/spec'
import type * as z from 'zod'
import { type ChallengedOperation, type ChallengeTaking, transcriptOf } from '../challenges/challenge-book.js'
import { decodeFrames, type EncodedFrame, encodedFrames } from '../frames/faces-input.js'
import { Problem } from '../problems/problem.js'
import type { Admission } from '../queue/inference-queue.js'
import type { ReplayWatch } from '../replay/replay-window.js'
import { readFaces } from './read-input.js'
import type { RouteContext } from './route.js'

/** The capture of a request, ready for the engine. */
export interface Capture {
  readonly subjectId: string
  readonly subject: string
  readonly operation: ChallengedOperation
  readonly encoded: readonly EncodedFrame[]
  readonly challengeId: string | undefined
}

/** What a request with faces says, and its place at the models. */
export interface FacesInput<Value> {
  readonly value: Value
  readonly digest: () => Promise<string>
  readonly capture: Capture
  readonly admission: Admission
}

/** Reads a request with faces while it holds a place in the house; whoever finds none is refused unread. */
export async function withFaces<Schema extends z.ZodType<FacesValue>, Result>(
  context: RouteContext,
  { schema, operation }: { readonly schema: Schema; readonly operation: ChallengedOperation },
  work: (input: FacesInput<z.output<Schema>>) => Promise<Result>,
): Promise<Result> {
  const { services, caller, signal } = context
  const admission = services.queue.admit()
  try {
    const { value, digest } = await readFaces(context, schema)
    const { user_id: subjectId, challenge_id: challengeId } = value
    const subject = await services.engine.pseudonym({ subjectId, tenantId: caller.tenantId, signal })
    const capture = { subjectId, subject, operation, encoded: encodedFrames(value), challengeId }
    requireChallengeIfAsked(context, capture)
    return await work({ value, digest, capture, admission })
  } finally {
    admission.release()
  }
}

type FacesValue = Parameters<typeof encodedFrames>[0] & {
  readonly user_id: string
  readonly challenge_id?: string | undefined
}

function requireChallengeIfAsked(context: RouteContext, capture: Capture): void {
  if (needsChallenge(context, capture) && capture.challengeId === undefined) {
    throw new Problem('challenge-required')
  }
}

function needsChallenge({ services }: RouteContext, { operation, encoded }: Capture): boolean {
  const { requireChallenge } = services.options.rules
  // A stream has times, stills have none.
  if (requireChallenge === 'frames') return encoded.some(({ capturedAtMs }) => capturedAtMs !== undefined)
  return requireChallenge === 'both' || requireChallenge === operation
}

/** The challenge a capture answers, to be taken. @throws Problem `challenges-not-offered`. */
export function takingOf(
  { services, caller, client }: RouteContext,
  { challengeId, subject, operation }: Capture,
): ChallengeTaking | undefined {
  if (challengeId === undefined) return undefined
  if (services.challenges === undefined) throw new Problem('challenges-not-offered')
  return services.challenges.taking({ tenantId: caller.tenantId, subject, client, operation }, challengeId)
}

/** What was asked, once it is taken. @throws Problem `challenge-not-usable`. */
export function transcriptFor(
  { services }: RouteContext,
  { encoded }: Capture,
  taking: ChallengeTaking | undefined,
): ChallengeTranscript | undefined {
  const last = Math.max(...encoded.map(({ capturedAtMs = 0 }) => capturedAtMs))
  return taking && transcriptOf(taking.issued(), last, services.options.clock.now())
}

/** Runs the engine over a capture, watching for frames that came before. */
export async function runCapture<Result>(
  context: RouteContext,
  capture: Capture,
  challenge: ChallengeTranscript | undefined,
  engineCall: (request: FacesRequest) => Promise<Result>,
): Promise<Result> {
  const { services, caller, signal } = context
  const { decodeImage, decodeDepth, rules } = services.options
  const watch = services.replays.watch(caller.tenantId)
  const refuseAt = rules.replayedFrames === 'refuse' ? Math.ceil(capture.encoded.length / 2) : Infinity
  const frames = decodeFrames(capture.encoded, {
    decodeImage,
    decodeDepth,
    maximumPixels: rules.maximumPixels,
    signal,
    nonce: capture.challengeId,
    onImage: (image) => {
      watch.see(image)
      if (watch.replayed >= refuseAt) throw new Problem('replayed-frames')
    },
  })
  const { subjectId } = capture
  try {
    return await engineCall({
      subjectId,
      tenantId: caller.tenantId,
      frames,
      signal,
      ...(challenge === undefined ? {} : { challenge }),
      // Naming a challenge is not answering it.
      ...(needsChallenge(context, capture) ? { minimumAssurance: 'challenge' } : {}),
    })
  } finally {
    await reportReplays(context, capture, watch)
    watch.remember()
  }
}

async function reportReplays(
  { services, caller, requestId, from }: RouteContext,
  { subject, encoded }: Capture,
  { replayed }: ReplayWatch,
): Promise<void> {
  if (replayed < Math.ceil(encoded.length / 2)) return
  const { tenantId } = caller
  services.emit({ type: 'alarm', kind: 'replayed-frames', requestId, tenantId, ...from })
  const actor = caller.keyId ?? 'anonymous'
  const outcome = { outcome: 'replayed-frames', reasons: [] }
  await services.audit(tenantId, { action: 'alarm', actor, subject, ...outcome, requestId, ...from })
}

/** Tells metrics and logs of a decision. */
export function emitDecision(
  { services, caller, requestId }: RouteContext,
  operation: ChallengedOperation,
  result: {
    readonly decision: string
    readonly reasons: readonly Reason[]
    readonly liveness: LivenessSummary
  },
): void {
  services.emit({
    type: 'decision',
    operation,
    requestId,
    tenantId: caller.tenantId,
    outcome: result.decision,
    // Who is enrolled is nobody's business in a log either.
    reasons: result.reasons.map(({ code }) => (code === 'unknown_subject' ? 'no_match' : code)),
    assurance: result.liveness.assurance,
  })
}
