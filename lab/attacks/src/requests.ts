import { setTimeout as delay } from 'node:timers/promises'
import type { Image } from '@faceward/spec'
import { toJpeg, toPng } from './people/picture-files.js'
import { answeringSession, canBeSimulated, type ShownFrame } from './people/sessions.js'
import { type Answer, type Caller, send } from './servers/send.js'

export type Operation = 'enroll' | 'verify'

/** A challenge, and when it came. */
export interface OpenChallenge {
  readonly id: string
  readonly actions: readonly string[]
  readonly issuedAtMs: number
}

export const stills = async (images: readonly Image[]): Promise<string[]> =>
  Promise.all(images.map(async (image) => (await toJpeg(image)).toString('base64')))

const encoded = async (frames: readonly ShownFrame[]) =>
  Promise.all(
    frames.map(async ({ image, capturedAtMs }) => ({
      image: (await toPng(image)).toString('base64'),
      captured_at: capturedAtMs,
    })),
  )

/** Asks for a challenge; the refusal where there is none. */
export async function askChallenge(
  caller: Caller,
  userId: string,
  more: { readonly operation?: Operation; readonly cannot?: readonly string[] } = {},
): Promise<{ readonly challenge?: OpenChallenge; readonly answer: Answer }> {
  const answer = await send(caller, 'POST', '/challenges', { user_id: userId, ...more })
  const { challenge_id: id, actions = [] } = answer.body
  return id === undefined ? { answer } : { answer, challenge: { id, actions, issuedAtMs: Date.now() } }
}

/** How much sooner than its last frame was taken a request may come: what the server tolerates of clocks, and less. */
const TOLERATED_MS = 1000

/** Sends frames, for a challenge or for none, once they could have been taken. */
export async function showFrames(
  caller: Caller,
  operation: Operation,
  claim: object,
  frames: readonly ShownFrame[],
  challenge?: OpenChallenge,
): Promise<Answer> {
  const body = { ...claim, frames: await encoded(frames) }
  if (challenge === undefined) return send(caller, 'POST', `/${operation}`, body)
  const wait = challenge.issuedAtMs + frames.at(-1)!.capturedAtMs - TOLERATED_MS - Date.now()
  if (wait > 0) await delay(wait)
  return send(caller, 'POST', `/${operation}`, { ...body, challenge_id: challenge.id })
}

/** What was answered, in a word or two. */
export function told({ status, body }: Answer): string {
  const { decision, code, reasons = [] } = body
  if (decision === undefined) return code ?? String(status)
  const [reason] = reasons
  return reason === undefined || reason.code === decision ? decision : `${decision}: ${reason.code}`
}

export const letIn = ({ body }: Answer) => body.decision === 'accept'
export const enrolled = ({ body }: Answer) => body.decision === 'enrolled'

const MOST_DRAWS = 6
const LATE_MS = 50_000

/** Somebody does what a challenge asks, whatever it is; asks again for what cannot be simulated. */
export async function performChallenge(
  caller: Caller,
  operation: Operation,
  claim: { readonly user_id: string },
  person: number,
  change: (frames: ShownFrame[]) => Promise<ShownFrame[]> = async (frames) => frames,
): Promise<Answer> {
  for (let draw = 1; ; draw++) {
    const { challenge, answer } = await askChallenge(caller, claim.user_id, { operation })
    if (challenge === undefined) return answer
    const { actions } = challenge
    if (!actions.every(canBeSimulated)) {
      if (draw === MOST_DRAWS) throw new Error(`Nobody here can do ${actions.join(', ')}.`)
      continue
    }
    const frames = await change(await answeringSession(person, actions))
    // Rendered too late on a busy machine: the parts are kept, so the next time is sooner.
    if (Date.now() - challenge.issuedAtMs > LATE_MS && draw < MOST_DRAWS) continue
    return showFrames(caller, operation, claim, frames, challenge)
  }
}
