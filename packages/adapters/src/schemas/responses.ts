import { ASSURANCE_LEVELS, type AssuranceLevel, type ReasonCode } from '@faceward/spec'
import * as z from 'zod'

const score = z.number().min(0).max(1)
const withheld = 'Absent where scores are not disclosed to the caller'

/** The list as it is; one that lacks a reason of spec is a type error. */
function everyReason<const Codes extends readonly ReasonCode[]>(
  codes: [Exclude<ReasonCode, Codes[number]>] extends [never] ? Codes : never,
): Codes {
  return codes
}

const REASON_CODES = everyReason([
  'no_face',
  'multiple_faces',
  'face_too_small',
  'face_cut_off',
  'too_blurred',
  'too_dark',
  'too_bright',
  'turned_too_far',
  'undecodable_image',
  'too_few_samples',
  'samples_disagree',
  'face_track_lost',
  'liveness_too_low',
  'liveness_not_assessed',
  'presentation_attack',
  'assurance_too_low',
  'challenge_failed',
  'challenge_not_judged',
  'no_match',
  'similarity_below_floor',
  'score_below_accept',
  'unknown_subject',
  'already_enrolled',
  'template_of_another_model',
  'template_of_another_person',
  'match',
  'enrolled',
])

const reasonCode = z.enum(REASON_CODES)
const reason = z.strictObject({ code: reasonCode, message: z.string() })
const assurance = z.enum([...ASSURANCE_LEVELS] as [AssuranceLevel, ...AssuranceLevel[]]).meta({
  description: 'What the evidence could show at best, from weakest to strongest.',
})
const frameOutcome = z.strictObject({
  index: z.int().nonnegative(),
  used: z.boolean(),
  reasons: z.array(reasonCode),
})

const challengeOutcome = z.strictObject({
  status: z
    .enum(['answered', 'failed', 'not_judged'])
    .meta({ description: 'not_judged: the frames did not let it be seen; that is no answer.' }),
  strength_bits: z.number().nonnegative().nullable(),
})

const errorRate = z.strictObject({
  comparisons: z
    .int()
    .nonnegative()
    .meta({ description: 'Comparisons that could have accepted a stranger.' }),
  comparison_fmr: score.meta({ description: 'False match rate of one comparison at the threshold.' }),
  transaction_fmr: score.meta({ description: 'What a stranger gained by this request at most.' }),
})

const common = {
  confidence: score.optional().meta({ description: `0 to 1. ${withheld}.` }),
  message: z.string().meta({ description: 'For a person to read.' }),
  liveness_score: score
    .nullable()
    .optional()
    .meta({ description: `0 (attack) to 1 (bona fide); null when no cue could judge. ${withheld}.` }),
  reasons: z.array(reason),
  assurance,
  challenge: challengeOutcome
    .nullable()
    .meta({ description: 'What was made of the challenge; null when none was named.' }),
  frames: z.array(frameOutcome).meta({ description: 'What became of each picture, in the order given.' }),
  score_disclosure: z.enum(['full', 'decision']),
}

/** Answer of POST /enroll. */
export const enrollResponseSchema = z.strictObject({ decision: z.enum(['enrolled', 'refused']), ...common })

/** Answer of POST /verify. */
export const verifyResponseSchema = z.strictObject({
  decision: z.enum(['accept', 'reject', 're_verify']),
  match: z.boolean().meta({ description: 'True only for accept.' }),
  ...common,
  fusion_score: score
    .nullable()
    .optional()
    .meta({
      description: `The score the decision fell on; null when nothing could be compared. ${withheld}.`,
    }),
  error_rate: errorRate
    .nullable()
    .optional()
    .meta({
      description: `False match rate of the whole request; null when nothing was compared or the model states none. ${withheld}.`,
    }),
})

/** Answer of POST /challenges. */
export const challengeResponseSchema = z.strictObject({
  challenge_id: z.string(),
  actions: z.array(z.string()).meta({ description: 'What the person is asked to do, in order.' }),
  strength_bits: z.number().nonnegative().meta({
    description: 'How hard it was to foresee: the base-2 logarithm of how many were equally likely.',
  }),
  expires_at: z.iso.datetime(),
  expires_in_ms: z.int().positive(),
})

/** Answer of GET /users/{id}: metadata, never an embedding. */
export const userResponseSchema = z.strictObject({
  user_id: z.string(),
  enrolled_at: z.iso.datetime(),
  model_ids: z.array(z.string()),
  sample_count: z.int().nonnegative(),
  revision: z.int().positive(),
  key_id: z.string(),
  consent_reference: z.string().nullable(),
  last_accepted_at: z.iso.datetime().nullable(),
  failed_attempts: z.int().nonnegative(),
})

/** Answer of DELETE /users/{id}. */
export const deletionReceiptSchema = z.strictObject({
  receipt_id: z.string(),
  deleted_at: z.iso.datetime(),
  deleted_records: z.int().nonnegative().meta({
    description: 'Templates, counters, challenges and stored answers. 0 when there was nothing.',
  }),
  proof: z.string().meta({
    description: 'Keyed digest over user, time and receipt_id: the operator can recompute it, nobody else.',
  }),
})

/** Answer of POST /users/{id}/unlock. */
export const unlockResponseSchema = z.strictObject({ unlocked: z.boolean() })

/** Answer of GET /health, /livez and /readyz. */
export const healthResponseSchema = z.strictObject({
  status: z.enum(['ok', 'failing']),
  parts: z.record(
    z.string(),
    z.strictObject({ status: z.enum(['ok', 'failing']), detail: z.string().optional() }),
  ),
})

/** Every problem, application/problem+json. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  code: z.string().meta({ description: 'Stable; what programs should look at.' }),
  hint: z.string(),
  request_id: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
})
