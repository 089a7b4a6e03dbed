import { join } from 'node:path'
import { type DecisionSetting, tuneDecision } from '@faceward/evaluation'
import type { FusionWeights } from '@faceward/spec'
import type { RegisterCommand } from '../cli.js'
import { rate, wholeNumber } from '../evaluation/option-values.js'
import { readTransactions } from '../evaluation/read-transactions.js'
import { rebuildCommand } from '../evaluation/rebuild-command.js'
import { watchWork } from '../evaluation/watch-work.js'
import { EXIT } from '../exit-codes.js'
import { writeJson } from '../files/write-json.js'
import type { Terminal } from '../terminal/terminal.js'

interface TuneOptions {
  readonly targetFar: number
  readonly targetFrr: number
  readonly targetIapar: number
  readonly attempts: number
  readonly extrapolate?: boolean
  readonly seed: number
  readonly out: string
}

/** `faceward tune`: weights and thresholds of the fused score, chosen on some people and reported on others. */
export const registerTune: RegisterCommand = (program, cli) => {
  program
    .command('tune')
    .description('choose FUSION_WEIGHTS, ACCEPT_THRESHOLD and REJECT_THRESHOLD for rates per transaction')
    .argument('<transactions>', 'scores of transactions with the truth, one JSON object a line')
    .option('--target-far <rate>', 'false accepts per transaction, zero effort', rate('--target-far'), 1e-3)
    .option('--target-frr <rate>', 'mated transactions rejected outright', rate('--target-frr'), 0.01)
    .option('--target-iapar <rate>', 'accepted attacks of every species', rate('--target-iapar'), 0.07)
    .option('--attempts <count>', 'attempts of one transaction that count', wholeNumber('--attempts', 1), 5)
    .option('--extrapolate', 'go on where the sample is too small for the targets, and say so')
    .option('--seed <number>', 'splits the people', wholeNumber('--seed', 0), 1)
    .option('--out <folder>', 'where the result goes', 'tuning')
    .action(
      cli.action<[string], TuneOptions>(async (invocation, [path], options) => {
        const transactions = await readTransactions(path)
        const tuned = await watchWork(invocation, 'Trying weights', (watch) =>
          tuneDecision(
            {
              transactions,
              targetFar: options.targetFar,
              targetFrr: options.targetFrr,
              targetIapar: options.targetIapar,
              gates: { mostAttempts: options.attempts },
              seed: options.seed,
              whenUnsupported: options.extrapolate ? 'extrapolate' : 'refuse',
            },
            watch,
          ),
        )
        const file = join(options.out, 'decision.json')
        const command = rebuildCommand('tune', options, [path])
        const date = new Date().toISOString().slice(0, 10)
        await writeJson(file, { format: 'faceward-decision-tuning/v1', command, date, ...tuned })
        return {
          exitCode: EXIT.ok,
          result: { file, ...tuned },
          print: (terminal) => {
            terminal.line(
              tuned.adopted === 'tuned-weights'
                ? 'The tuned weights reject fewer of the people held out:'
                : 'Other weights did not help on the people held out; the default ones stay:',
            )
            printSetting(terminal, tuned.setting)
            if (tuned.unsupported)
              terminal.line('The sample is too small for these targets: the thresholds are a guess.')
            terminal.line(`Written: ${file}`)
          },
        }
      }),
    )
}

function printSetting(
  terminal: Terminal,
  { weights, acceptThreshold, rejectThreshold, heldOut }: DecisionSetting,
): void {
  terminal.line(`  FUSION_WEIGHTS=${weightsText(weights)}`)
  terminal.line(`  ACCEPT_THRESHOLD=${acceptThreshold}`)
  terminal.line(`  REJECT_THRESHOLD=${rejectThreshold}`)
  terminal.line(`  ${heldOut.far.text}`)
  terminal.line(`  ${heldOut.frr.text}`)
  for (const { species, errors, trials, upper95 } of heldOut.iapar) {
    terminal.line(
      `  ${species}: ${errors} of ${trials} attacks accepted (95 % at most ${(upper95 * 100).toFixed(1)} %)`,
    )
  }
}

const weightsText = (weights: FusionWeights): string =>
  Object.entries(weights)
    .map(([term, weight]) => `${term}=${weight}`)
    .join(',')
