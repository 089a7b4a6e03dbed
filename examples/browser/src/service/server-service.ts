import type { AssuranceLevel, Reason } from '@faceward/spec'
import type { WebEngine } from '@faceward/web'
import type { Answer, FaceService, Performance } from './face-service.js'
import { jpegOf } from './jpeg-of.js'
import { ServerProblem } from './server-problem.js'

/** What the API reads in one request unless its operator says otherwise (API_MAX_FRAMES). */
const MOST_FRAMES = 60

interface IssuedChallenge {
  readonly challenge_id: string
  readonly actions: readonly string[]
  readonly expires_in_ms: number
}

interface ServerAnswer {
  readonly decision: Answer['outcome']
  readonly reasons: readonly Reason[]
  readonly assurance: AssuranceLevel
  readonly liveness_score?: number | null
  readonly frames: readonly { readonly used: boolean }[]
}

/** Faces compared by the HTTP API that served this page: frames go there as JPEG. */
export function createServerService(engine: Pick<WebEngine, 'analyze'>, userId: () => string): FaceService {
  return {
    place: 'server',
    async challenge(operation, cannot) {
      const body = { user_id: userId(), operation: operation === 'enrol' ? 'enroll' : 'verify', cannot }
      const issued = await call<IssuedChallenge>('POST', '/challenges', body)
      return { id: issued.challenge_id, actions: issued.actions, lifetimeMs: issued.expires_in_ms }
    },
    async answer(operation, performance, { signal } = {}): Promise<Answer> {
      const frames = thinned(await sentFrames(engine, performance))
      const asked = { user_id: userId(), challenge_id: performance.challenge.id, frames }
      const answer =
        operation === 'enrol'
          ? await call<ServerAnswer>('POST', '/enroll', { ...asked, replace: true }, signal)
          : await call<ServerAnswer>('POST', '/verify', asked, signal)
      const { decision, reasons, assurance, liveness_score: liveness } = answer
      return {
        outcome: decision,
        reasons,
        assurance,
        ...(typeof liveness === 'number' ? { liveness } : {}),
        cues: [],
        usedFrames: answer.frames.filter(({ used }) => used).length,
      }
    },
    async enrolledAt() {
      const user = await call<{ enrolled_at: string } | undefined>('GET', userPath(userId()))
      return user && new Date(user.enrolled_at)
    },
    async forget() {
      await call('DELETE', userPath(userId()))
    },
  }
}

const userPath = (id: string): string => `/users/${encodeURIComponent(id)}`

/** A frame as the API takes it. */
interface SentFrame {
  readonly image: string
  readonly captured_at: number
}

async function sentFrames(
  engine: Pick<WebEngine, 'analyze'>,
  { frames, transcript, onFrame }: Performance,
): Promise<readonly SentFrame[]> {
  const sent: SentFrame[] = []
  for await (const frame of frames) {
    // Before the pixels go to the worker.
    const image = await jpegOf(frame.image)
    sent.push({ image, captured_at: Math.round(frame.timestampMs - transcript.issuedAtMs) })
    onFrame(await engine.analyze(frame, { challenge: transcript }))
  }
  return sent
}

/** As many as may be sent: every second, or third. Uneven steps are holes to who judges the challenge. */
export function thinned<Sent>(frames: readonly Sent[]): readonly Sent[] {
  const step = Math.ceil(frames.length / MOST_FRAMES)
  return frames.filter((_, index) => index % step === 0)
}

/** The answer; undefined for a user nobody enrolled. @throws ServerProblem with words for a person. */
async function call<Result>(
  method: string,
  path: string,
  body?: object,
  signal: AbortSignal | null = null,
): Promise<Result> {
  const response = await fetch(path, {
    method,
    signal,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  }).catch(() => {
    signal?.throwIfAborted()
    throw new ServerProblem(
      'unreachable',
      'The server does not answer. Compare on this device, or try later.',
    )
  })
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer as Result
  if (method === 'GET' && response.status === 404) return undefined as Result
  const { code = 'unknown', title, hint } = answer as { code?: string; title?: string; hint?: string }
  throw new ServerProblem(code, [title, hint].filter(Boolean).join(' ') || 'There is no such server here.')
}
