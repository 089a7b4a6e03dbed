import { ASSURANCE_LEVELS, type AssuranceLevel, type FusionContext, type FusionInput } from '@faceward/spec'
import * as z from 'zod'
import { EvaluationError } from '../evaluation-error.js'

/** One comparison within a transaction: scores only, no picture and no vector. */
export interface Attempt {
  /** `rgb` is the calibrated similarity. */
  readonly terms: FusionInput & { readonly rgb: number }
  readonly context?: FusionContext
  /**
   * What the engine answered whatever the scores: `reject` after a veto or too little liveness in every frame,
   * `re_verify` where no face could be compared. `terms.rgb` is then 0.
   */
  readonly stopped?: 'reject' | 're_verify'
  readonly assurance: AssuranceLevel
}

/** A claim of identity with all its attempts, and the truth about it. */
export interface Transaction {
  /** `mated`: the person claimed. `non-mated`: somebody else, no effort. `attack`: a presentation attack on the person. */
  readonly kind: 'mated' | 'non-mated' | 'attack'
  /** The claimed identity. */
  readonly subject: string
  /** Who stood there, where that is another person. */
  readonly presenter?: string
  /** PAI species of an attack. */
  readonly species?: string
  /** In order; at least one. A transaction is accepted when one of them is. */
  readonly attempts: readonly Attempt[]
}

const share = z.number().min(0).max(1)
const attempt = z.strictObject({
  terms: z.strictObject({
    rgb: share,
    depth: share.optional(),
    liveness: share.optional(),
    motion: share.optional(),
  }),
  context: z
    .strictObject({ quality: share.optional(), depthKind: z.enum(['sensed', 'estimated']).optional() })
    .optional(),
  stopped: z.enum(['reject', 're_verify']).optional(),
  assurance: z.enum(ASSURANCE_LEVELS),
})
const transaction = z
  .strictObject({
    kind: z.enum(['mated', 'non-mated', 'attack']),
    subject: z.string().min(1),
    presenter: z.string().min(1).optional(),
    species: z.string().min(1).optional(),
    attempts: z.array(attempt).min(1),
  })
  .refine(({ kind, species }) => (kind === 'attack') === (species !== undefined), {
    message: 'an attack names its PAI species, and nothing else does',
  })

/**
 * Reads transactions, one JSON object a line; empty lines are skipped.
 * @throws EvaluationError `malformed-dataset` with the number of the line, never its content.
 */
export function parseTransactions(text: string): readonly Transaction[] {
  const transactions = text.split(/\r?\n/).flatMap((line, i): Transaction[] => {
    if (line.trim() === '') return []
    const parsed = transaction.safeParse(parseJson(line))
    if (parsed.success) return [parsed.data as Transaction]
    const { path, message } = parsed.error.issues[0]!
    throw new EvaluationError(
      `Line ${i + 1} is no transaction: ${[...path, message].map(String).join(': ')}.`,
      { code: 'malformed-dataset' },
    )
  })
  if (transactions.length === 0) {
    throw new EvaluationError('The file holds no transaction.', { code: 'malformed-dataset' })
  }
  return transactions
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
