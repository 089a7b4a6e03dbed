import { toBase64Url } from '@faceward/plugin-kit'
import {
  type ChallengeTranscript,
  type Clock,
  ConfigurationError,
  InvalidRequestError,
  type RandomSource,
  type RecordKey,
} from '@faceward/spec'
import { Problem } from '../problems/problem.js'
import type { Edit } from '../records/record-editor.js'
import type { VouchedRecords } from '../records/vouched-records.js'

/** What a person is asked to do, and how hard it was to foresee. */
export interface GeneratedChallenge {
  /** In order; at least two, one of which shows the relief of a head. */
  readonly actions: readonly string[]
  /** The base-2 logarithm of how many challenges were equally likely. */
  readonly strengthBits: number
}

/** Chooses what a person is asked to do; the liveness package's challenges, or an application's own. */
export interface ChallengeSource {
  /**
   * `cannot` names actions the person cannot do: others are asked in their place.
   * @throws ConfigurationError or InvalidRequestError when too few are left; the client is told that in words.
   */
  generate(random: RandomSource, cannot: readonly string[]): GeneratedChallenge
}

export type ChallengedOperation = 'enroll' | 'verify'

/** What a challenge is good for; all ids are pseudonyms. */
export interface ChallengeBinding {
  readonly tenantId: string
  readonly subject: string
  readonly client: string
  readonly operation: ChallengedOperation
}

export interface IssuedChallenge extends GeneratedChallenge {
  readonly challengeId: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

interface Entry extends Omit<IssuedChallenge, 'challengeId'> {
  readonly client: string
  readonly operation: ChallengedOperation
}

/** Challenges in the store: 128-bit nonces, each good once, for one user, operation and client. */
export interface ChallengeBook {
  /** A new challenge, good once the edit is done. @throws Problem `challenge-not-possible`. */
  issuing(
    binding: ChallengeBinding,
    cannot: readonly string[],
  ): { readonly issued: IssuedChallenge; readonly edit: Edit }
  /** Takes a challenge out of the store: of many who try, one gets it. The edit throws Problem `challenge-not-usable`. */
  taking(binding: ChallengeBinding, challengeId: string): ChallengeTaking
}

/** A challenge to be taken. */
export interface ChallengeTaking {
  readonly challengeId: string
  readonly edit: Edit
  /** What was taken, once the edit is done. */
  issued(): IssuedChallenge
}

const NONCE_BYTES = 16
/** One action alone is foreseen too often, whatever a source thinks. */
const FEWEST_ACTIONS = 2

export function createChallengeBook(parts: {
  readonly records: VouchedRecords
  readonly clock: Clock
  readonly random: RandomSource
  readonly source: ChallengeSource
  readonly lifetimeMs: number
}): ChallengeBook {
  const { records, clock, random, source, lifetimeMs } = parts
  const keyOf = ({ tenantId, subject }: ChallengeBinding, id: string): RecordKey => ({
    collection: 'challenges',
    tenantId,
    subject,
    id,
  })

  return {
    issuing(binding, cannot) {
      const { actions, strengthBits } = generated(source, random, cannot)
      const issuedAtMs = clock.now()
      const expiresAtMs = issuedAtMs + lifetimeMs
      const challengeId = toBase64Url(random.bytes(NONCE_BYTES))
      const { client, operation } = binding
      const entry: Entry = { actions, strengthBits, issuedAtMs, expiresAtMs, client, operation }
      return {
        issued: { challengeId, actions, strengthBits, issuedAtMs, expiresAtMs },
        edit: records.edit<Entry>(keyOf(binding, challengeId), () => ({ value: entry, expiresAtMs })),
      }
    },

    taking(binding, challengeId) {
      let taken: IssuedChallenge | undefined
      return {
        challengeId,
        edit: records.edit<Entry>(keyOf(binding, challengeId), (found) => {
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

/** Whoever named what a person cannot do is told when too little is left; else a source that gives too little is broken. */
function generated(
  source: ChallengeSource,
  random: RandomSource,
  cannot: readonly string[],
): GeneratedChallenge {
  try {
    const drawn = source.generate(random, cannot)
    if (drawn.actions.length >= FEWEST_ACTIONS) return drawn
    throw new ConfigurationError(`A source of challenges gave fewer than ${FEWEST_ACTIONS} actions.`, {
      code: 'incompatible-composition',
    })
  } catch (cause) {
    if (cannot.length === 0) throw cause
    // Messages of this error are written for who asks: it names what is left.
    if (InvalidRequestError.isInstance(cause)) {
      throw new Problem('challenge-not-possible', { detail: cause.message, cause })
    }
    throw ConfigurationError.isInstance(cause) ? new Problem('challenge-not-possible', { cause }) : cause
  }
}

const CLOCK_TOLERANCE_MS = 2000

/**
 * The challenge on the frames' clock, which stood at 0 when the challenge came.
 * @throws Problem `challenge-not-usable` when the frames claim more time than has passed since it was issued.
 */
export function transcriptOf(
  { actions, strengthBits, issuedAtMs, expiresAtMs }: IssuedChallenge,
  lastCapturedAtMs: number,
  nowMs: number,
): ChallengeTranscript {
  if (lastCapturedAtMs > nowMs - issuedAtMs + CLOCK_TOLERANCE_MS) {
    throw new Problem('challenge-not-usable', { detail: 'The frames claim times that have not come yet.' })
  }
  return { actions, issuedAtMs: 0, expiresAtMs: expiresAtMs - issuedAtMs, strengthBits }
}
