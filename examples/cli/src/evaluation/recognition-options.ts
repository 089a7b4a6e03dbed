import { type Command, Option } from 'commander'
import { wholeNumber } from './option-values.js'

/** Options of every command that embeds a data set. */
export interface RunOptions {
  readonly out: string
  readonly model?: string
  readonly face: 'engine' | 'central'
  readonly workers?: number
  /** False with --no-cache. */
  readonly cache: boolean
}

/** Adds the options of {@link RunOptions} to a command; `out` says what goes to the folder beside the embeddings. */
export function addRunOptions(command: Command, out: { readonly what: string; readonly folder: string }) {
  return command
    .option('--out <folder>', `where ${out.what} and the kept embeddings go`, out.folder)
    .option('--model <name>', 'the embedder, as EMBEDDING_MODEL names it')
    .addOption(faceOption())
    .option('--workers <count>', 'threads that embed (default: one a core)', wholeNumber('--workers', 1))
    .option('--no-cache', 'keep no embeddings between runs')
}

/** Options of every command that compares a data set's pictures and reports on it. */
export interface ComparisonOptions extends RunOptions {
  readonly replicates: number
  readonly seed: number
  readonly mostComparisons?: number
}

/** Adds what {@link ComparisonOptions} has beyond {@link RunOptions}. */
export function addComparisonOptions(command: Command, replicates: number): Command {
  return command
    .option(
      '--replicates <count>',
      'how often people are resampled, 0 for never',
      wholeNumber('--replicates', 0),
      replicates,
    )
    .option('--seed <number>', 'of everything drawn at random', wholeNumber('--seed', 0), 1)
    .option(
      '--most-comparisons <count>',
      'thin non-mated comparisons above this',
      wholeNumber('--most-comparisons', 1000),
    )
}

/** `--face`, the same in every command that embeds a data set. */
function faceOption(): Option {
  return new Option('--face <which>', "whose face counts: the one in the middle, or the engine's own rule")
    .choices(['central', 'engine'])
    .default('central')
}
