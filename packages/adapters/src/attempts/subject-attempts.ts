import { Problem } from '../problems/problem.js'
import type { AttemptLimits } from './attempt-limits.js'

/** A challenge that was issued and not answered: an attempt of who asked for it, and once it lapsed a failure. */
export interface OpenAttempt {
  readonly challengeId: string
  readonly client: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

/** What is kept of a user's attempts at an operation. */
export interface SubjectAttempts {
  /** Consecutive failures, those under way included. */
  readonly failures: number
  /** Counts how often the failures were forgotten: what is given back must have been charged since. */
  readonly epoch: number
  readonly open: readonly OpenAttempt[]
  readonly lastAttemptAtMs?: number
  readonly lastAcceptedAtMs?: number
}

const NONE: SubjectAttempts = { failures: 0, epoch: 0, open: [] }
const MOST_OPEN_OF_A_CLIENT = 5
/** Bounds the record, not anybody's patience: so many clients ask for one user only in an attack. */
const MOST_OPEN = 200

/** What is kept, as it stands now: challenges past their time have failed. */
export function current(found: SubjectAttempts | undefined, nowMs: number): SubjectAttempts {
  const kept = found ?? NONE
  const lapsed = kept.open.filter(({ expiresAtMs }) => expiresAtMs <= nowMs)
  if (lapsed.length === 0) return kept
  return {
    ...kept,
    failures: kept.failures + lapsed.length,
    open: kept.open.filter((one) => !lapsed.includes(one)),
    lastAttemptAtMs: Math.max(kept.lastAttemptAtMs ?? 0, ...lapsed.map(({ issuedAtMs }) => issuedAtMs)),
  }
}

/**
 * Whether this client may try now. Its own open challenges count as attempts, those of others do not: whoever opens
 * five does not shut out the user.
 * @throws Problem `attempts-exhausted`, `too-many-attempts`.
 */
function requireLeave(
  { failures, open, lastAttemptAtMs }: SubjectAttempts,
  client: string,
  limits: AttemptLimits,
  nowMs: number,
): void {
  const own = open.filter((one) => one.client === client)
  const count = failures + own.length
  if (count >= limits.stopAfter) throw new Problem('attempts-exhausted')
  const lastMs = Math.max(lastAttemptAtMs ?? 0, ...own.map(({ issuedAtMs }) => issuedAtMs))
  const waitMs = lastMs + limits.delayMs - nowMs
  if (count >= limits.freeFailures && waitMs > 0) throw tooMany(waitMs)
}

/** An attempt charged as failed. @throws Problem as requireLeave. */
export function charged(
  found: SubjectAttempts,
  client: string,
  limits: AttemptLimits,
  nowMs: number,
): SubjectAttempts {
  requireLeave(found, client, limits, nowMs)
  return { ...found, failures: found.failures + 1, lastAttemptAtMs: nowMs }
}

/** An attempt charged to who asks for a challenge. @throws Problem as requireLeave, `too-many-challenges`. */
export function opened(
  found: SubjectAttempts,
  one: OpenAttempt,
  limits: AttemptLimits,
  nowMs: number,
): SubjectAttempts {
  const own = found.open.filter(({ client }) => client === one.client)
  if (own.length >= MOST_OPEN_OF_A_CLIENT || found.open.length >= MOST_OPEN) {
    const waiting = own.length > 0 ? own : found.open
    const nextMs = Math.min(...waiting.map(({ expiresAtMs }) => expiresAtMs))
    throw new Problem('too-many-challenges', { retryAfterSeconds: seconds(nextMs - nowMs) })
  }
  requireLeave(found, one.client, limits, nowMs)
  return { ...found, open: [...found.open, one] }
}

/** The attempt that an open challenge was charged as, now made: charged as failed, and no second time. */
export function answered(
  found: SubjectAttempts,
  challengeId: string,
  client: string,
  limits: AttemptLimits,
  nowMs: number,
): SubjectAttempts {
  const open = found.open.filter((one) => one.challengeId !== challengeId)
  return charged({ ...found, open }, client, limits, nowMs)
}

/** After an acceptance or an administrator's word: other people's open challenges stay what they are. */
export function forgotten(found: SubjectAttempts): SubjectAttempts {
  return { ...found, failures: 0, epoch: found.epoch + 1 }
}

/** An attempt given back. One that was forgotten meanwhile is gone already: a later failure must not go in its place. */
export function givenBack(found: SubjectAttempts, epoch: number): SubjectAttempts {
  return found.epoch === epoch ? { ...found, failures: Math.max(0, found.failures - 1) } : found
}

export const tooMany = (waitMs: number) =>
  new Problem('too-many-attempts', { retryAfterSeconds: seconds(waitMs) })

const seconds = (ms: number) => Math.max(1, Math.ceil(ms / 1000))
