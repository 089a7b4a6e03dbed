import type {
  CallOptions,
  ChallengeTranscript,
  Clock,
  RandomSource,
  RecordKey,
  TemplateStore,
} from '@faceward/spec'
import { base64Url } from '../keys/api-key.js'
import { Problem } from '../problems/problem.js'
import { writeJson } from '../records/json-record.js'
import { type Edit, editJson } from '../records/record-editor.js'

/** Chooses what a person is asked to do; the liveness package's challenges, or an application's own. */
export interface ChallengeSource {
  /**
   * Actions in order, and the base-2 logarithm of how many draws were equally likely. `cannot` names actions the person
   * cannot do: others are asked in their place.
   * @throws InvalidRequestError when nothing is left that makes a challenge; its message names what is left.
   */
  generate(random: RandomSource, cannot: readonly string[]): GeneratedChallenge
}

/** What a {@link ChallengeSource} drew. */
export interface GeneratedChallenge {
  readonly actions: readonly string[]
  readonly strengthBits: number
}

export type ChallengedOperation = 'enroll' | 'verify'

/** What a challenge is good for; all ids are pseudonyms. */
export interface ChallengeBinding {
  readonly tenantId: string
  readonly subject: string
  readonly client: string
  readonly operation: ChallengedOperation
}

export interface IssuedChallenge {
  readonly challengeId: string
  readonly actions: readonly string[]
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

interface Entry extends Omit<IssuedChallenge, 'challengeId'> {
  readonly client: string
  readonly operation: ChallengedOperation
}

/** Challenges in the store: 128-bit nonces, each good once, for one user, operation and client. */
export interface ChallengeBook {
  /** @throws Problem `too-many-challenges`. */
  issue(
    binding: ChallengeBinding,
    options?: CallOptions & { readonly cannot?: readonly string[] },
  ): Promise<IssuedChallenge>
  /** Takes a challenge out of the store: of many who try, one gets it. The edit throws Problem `challenge-not-usable`. */
  taking(binding: ChallengeBinding, challengeId: string): ChallengeTaking
}

/** A challenge to be taken. */
export interface ChallengeTaking {
  readonly edit: Edit
  /** What was taken, once the edit is done. */
  issued(): IssuedChallenge
}

const NONCE_BYTES = 16
const MOST_OPEN = 5

export function createChallengeBook(parts: {
  readonly store: TemplateStore
  readonly clock: Clock
  readonly random: RandomSource
  readonly source: ChallengeSource
  readonly lifetimeMs: number
}): ChallengeBook {
  const { store, clock, random, source, lifetimeMs } = parts
  const keyOf = ({ tenantId, subject }: ChallengeBinding, id: string): RecordKey => ({
    collection: 'challenges',
    tenantId,
    subject,
    id,
  })

  return {
    async issue(binding, { cannot = [], ...options } = {}) {
      const { tenantId, subject, client, operation } = binding
      const open = await store.list({
        ...options,
        collection: 'challenges',
        tenantId,
        subject,
        limit: MOST_OPEN,
      })
      if (open.records.length >= MOST_OPEN) {
        throw new Problem('too-many-challenges', { retryAfterSeconds: Math.ceil(lifetimeMs / 1000) })
      }
      const challengeId = base64Url(random.bytes(NONCE_BYTES))
      const issuedAtMs = clock.now()
      const expiresAtMs = issuedAtMs + lifetimeMs
      const entry: Entry = {
        actions: source.generate(random, cannot).actions,
        issuedAtMs,
        expiresAtMs,
        client,
        operation,
      }
      const key = keyOf(binding, challengeId)
      await writeJson(store, key, entry, { ...options, expectedRevision: 0, expiresAtMs })
      return { challengeId, actions: entry.actions, issuedAtMs, expiresAtMs }
    },

    taking(binding, challengeId) {
      let taken: IssuedChallenge | undefined
      return {
        edit: editJson<Entry>(keyOf(binding, challengeId), (found) => {
          if (found === undefined) throw new Problem('challenge-not-usable')
          const { client, operation, ...issued } = found
          const isFor = client === binding.client && operation === binding.operation
          if (!isFor || clock.now() >= issued.expiresAtMs) throw new Problem('challenge-not-usable')
          taken = { challengeId, ...issued }
          return 'delete'
        }),
        issued() {
          if (taken === undefined) throw new Problem('challenge-not-usable')
          return taken
        },
      }
    },
  }
}

const CLOCK_TOLERANCE_MS = 2000

/**
 * The challenge on the frames' clock, which stood at 0 when the challenge came.
 * @throws Problem `challenge-not-usable` when the frames claim more time than has passed since it was issued.
 */
export function transcriptOf(
  { actions, issuedAtMs, expiresAtMs }: IssuedChallenge,
  lastCapturedAtMs: number,
  nowMs: number,
): ChallengeTranscript {
  if (lastCapturedAtMs > nowMs - issuedAtMs + CLOCK_TOLERANCE_MS) {
    throw new Problem('challenge-not-usable', { detail: 'The frames claim times that have not come yet.' })
  }
  return { actions, issuedAtMs: 0, expiresAtMs: expiresAtMs - issuedAtMs }
}
