import type { ChallengeTranscript, FacesRequest, Frame, LivenessSummary, Reason } from '@faceward/spec'
import type * as z from 'zod'
import { declaredLength } from '../body/read-body.js'
import { type ChallengedOperation, type ChallengeTaking, transcriptOf } from '../challenges/challenge-book.js'
import { decodeFrames, type EncodedFrame, encodedFrames, pixelsOf } from '../frames/faces-input.js'
import { Problem } from '../problems/problem.js'
import type { ProblemCode } from '../problems/problems.js'
import { type Admission, overloaded } from '../queue/inference-queue.js'
import type { ReplayWatch } from '../replay/replay-window.js'
import { readFaces } from './read-input.js'
import type { RouteContext } from './route.js'

/** What may be wrong with any request with faces. */
export const FACES_PROBLEMS = [
  'malformed-body',
  'invalid-request',
  'attempts-exhausted',
  'record-tampered',
  'challenges-not-offered',
  'challenge-not-usable',
  'body-too-large',
  'too-many-pixels',
  'unsupported-media-type',
  'invalid-image',
  'image-too-costly',
  'challenge-required',
  'replayed-frames',
  'too-many-attempts',
  'overloaded',
  'timed-out',
] as const satisfies readonly ProblemCode[]

/** The capture of a request, ready for the engine. */
export interface Capture {
  readonly subjectId: string
  readonly subject: string
  readonly operation: ChallengedOperation
  readonly encoded: readonly EncodedFrame[]
  readonly challengeId: string | undefined
  /** Its place at the models. */
  readonly admission: Admission
}

/** What a request with faces says. */
export interface FacesInput<Value> {
  readonly value: Value
  readonly digest: () => Promise<string>
  readonly capture: Capture
}

/**
 * Reads a request with faces, then takes a place for it at the models: a body that does not come holds none. Who would
 * find no place, or no memory for a body, is refused unread.
 */
export async function withFaces<Schema extends z.ZodType<FacesValue>, Result>(
  context: RouteContext,
  { schema, operation }: { readonly schema: Schema; readonly operation: ChallengedOperation },
  work: (input: FacesInput<z.output<Schema>>) => Promise<Result>,
): Promise<Result> {
  const { services, caller, client } = context
  const { queue, bodies, options } = services
  queue.refuseIfFull(client)
  const { bodyLimitBytes } = options.rules
  const memory = bodies.hold(client, 0)
  const declared = Math.min(declaredLength(context.request) ?? 0, bodyLimitBytes)
  if (memory === undefined || !bodies.allows(client, declared)) throw overloaded()
  try {
    // Counted as it comes: what was only announced takes no memory.
    const { value, digest } = await readFaces(context, schema, memory.grow)
    const admission = queue.admit(client)
    try {
      const { user_id: subjectId, challenge_id: challengeId } = value
      const { tenantId } = caller
      const subject = await services.engine.pseudonym({ subjectId, tenantId, signal: context.signal })
      const capture = { subjectId, subject, operation, encoded: encodedFrames(value), challengeId, admission }
      requireChallengeIfAsked(context, capture)
      return await work({ value, digest, capture })
    } finally {
      admission.release()
    }
  } finally {
    memory.release()
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

/**
 * Decodes a capture and runs the engine over it, watching for frames that came before. Decoding is done before the turn
 * at the models comes: a picture that takes long keeps nobody from them.
 */
export async function runCapture<Result>(
  context: RouteContext,
  capture: Capture,
  challenge: ChallengeTranscript | undefined,
  engineCall: (request: FacesRequest) => Promise<Result>,
): Promise<Result> {
  const { services, caller, signal } = context
  const watch = services.replays.watch(caller.tenantId)
  const memory = await services.pixels.take(services.options.rules.maximumPixels, signal)
  const started = { run: false }
  try {
    const frames = await decodeCapture(context, capture, watch)
    memory.shrinkTo(pixelsOf(frames))
    const run = async () => {
      started.run = true
      try {
        return await engineCall({
          subjectId: capture.subjectId,
          tenantId: caller.tenantId,
          frames,
          signal,
          ...(challenge === undefined ? {} : { challenge }),
          // Naming a challenge is not answering it.
          ...(needsChallenge(context, capture) ? { minimumAssurance: 'challenge' } : {}),
        })
      } finally {
        memory.release()
      }
    }
    return await capture.admission.run(run, signal)
  } finally {
    // Work that goes on after its answer went out still has its pictures.
    if (!started.run) memory.release()
    await reportReplays(context, capture, watch)
    watch.remember()
  }
}

async function decodeCapture(
  { services, signal }: RouteContext,
  { encoded, challengeId }: Capture,
  watch: ReplayWatch,
): Promise<readonly Frame[]> {
  const { decodeImage, decodeDepth, rules } = services.options
  const refuseAt = rules.replayedFrames === 'refuse' ? Math.ceil(encoded.length / 2) : Infinity
  const decoding = {
    decodeImage,
    decodeDepth,
    maximumPixels: rules.maximumPixels,
    signal,
    nonce: challengeId,
    onImage: (image: Frame['image']) => {
      watch.see(image)
      if (watch.replayed >= refuseAt) throw new Problem('replayed-frames')
    },
  }
  const frames: Frame[] = []
  for await (const frame of decodeFrames(encoded, decoding)) frames.push(frame)
  return frames
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
