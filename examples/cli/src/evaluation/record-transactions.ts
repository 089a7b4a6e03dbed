import { attemptOfVerification, createSeededRandom, type Transaction } from '@faceward/evaluation'
import type { NodeEngine } from '@faceward/node'
import type { FusionWeights, Outcome } from '@faceward/spec'
import { readFrames } from './judge-presentation.js'
import type { PresentationFiles } from './presentation-folder.js'

/** A transaction with what the engine decided. */
export interface RecordedTransaction {
  readonly transaction: Transaction
  readonly outcome: Outcome
}

export interface RecordTransactionsOptions {
  readonly presentations: readonly PresentationFiles[]
  readonly enrolled: ReadonlySet<string>
  readonly weights: FusionWeights
  /** Other people whom every bona fide presentation claims to be. */
  readonly impostors: number
  readonly seed: number
  readonly framesPerSecond?: number
  readonly signal: AbortSignal
  onRecorded(recorded: RecordedTransaction, done: number, of: number): void
}

/**
 * Shows every presentation to the engine: a bona fide one as its own subject and as some others, an attack as the
 * subject it impersonates. Nobody who is not enrolled is claimed.
 */
export async function recordTransactions(
  engine: NodeEngine,
  options: RecordTransactionsOptions,
): Promise<void> {
  const { enrolled, presentations, signal, weights } = options
  const random = createSeededRandom(options.seed)
  const people = [...enrolled].sort()
  const claims = presentations.flatMap((files) =>
    claimsOf(files, people, options.impostors, random.integer).map((claim) => ({ files, ...claim })),
  )
  let done = 0
  for (const { files, kind, subject } of claims) {
    signal.throwIfAborted()
    const frames = await readFrames(engine, files, options)
    const result = await engine.verify({ subjectId: subject, frames, signal })
    options.onRecorded(
      {
        transaction: {
          kind,
          subject,
          ...(kind === 'non-mated' ? { presenter: files.subject } : {}),
          ...(files.species === undefined ? {} : { species: files.species }),
          attempts: [attemptOfVerification(result, weights)],
        },
        outcome: result.decision,
      },
      ++done,
      claims.length,
    )
  }
}

interface Claim {
  readonly kind: Transaction['kind']
  readonly subject: string
}

function claimsOf(
  { species, subject }: PresentationFiles,
  people: readonly string[],
  impostors: number,
  integer: (below: number) => number,
): readonly Claim[] {
  const own = people.includes(subject)
  if (species !== undefined) return own ? [{ kind: 'attack', subject }] : []
  const others = people.filter((person) => person !== subject)
  const chosen: Claim[] = []
  while (chosen.length < impostors && others.length > 0) {
    const [other] = others.splice(integer(others.length), 1)
    chosen.push({ kind: 'non-mated', subject: other! })
  }
  return [...(own ? [{ kind: 'mated' as const, subject }] : []), ...chosen]
}
