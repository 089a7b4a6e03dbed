import { basename, join } from 'node:path'
import { trainAttentionGate } from '@faceward/evaluation'
import type { RegisterCommand } from '../cli.js'
import { rate, wholeNumber } from '../evaluation/option-values.js'
import { readTransactions } from '../evaluation/read-transactions.js'
import { rebuildCommand } from '../evaluation/rebuild-command.js'
import { watchWork } from '../evaluation/watch-work.js'
import { EXIT } from '../exit-codes.js'
import { writeJson } from '../files/write-json.js'

interface TrainFusionOptions {
  readonly targetFar: number
  readonly targetIapar: number
  readonly dataset?: string
  readonly seed: number
  readonly out: string
}

/** `faceward train-fusion`: the learned gate of attention fusion, compared with fixed weights. */
export const registerTrainFusion: RegisterCommand = (program, cli) => {
  program
    .command('train-fusion')
    .description('learn the gate of attention fusion and say whether it helps on people held out')
    .argument('<transactions>', 'scores of transactions with the truth, one JSON object a line')
    .option(
      '--target-far <rate>',
      'compare at this false accept rate per transaction',
      rate('--target-far'),
      1e-3,
    )
    .option('--target-iapar <rate>', 'accepted attacks of every species', rate('--target-iapar'), 0.07)
    .option('--dataset <text>', 'what the gate calls the data it was trained on')
    .option('--seed <number>', 'splits the people', wholeNumber('--seed', 0), 1)
    .option('--out <folder>', 'where the gate goes', 'fusion')
    .action(
      cli.action<[string], TrainFusionOptions>(async (invocation, [path], options) => {
        const transactions = await readTransactions(path)
        const provenance = {
          dataset: options.dataset ?? basename(path),
          date: new Date().toISOString().slice(0, 10),
          command: rebuildCommand('train-fusion', options, [path]),
        }
        const { targetFar, targetIapar, seed } = options
        const trained = await watchWork(invocation, 'Training', (watch) =>
          trainAttentionGate({ transactions, targetFar, targetIapar, seed, provenance }, watch),
        )
        const file = join(options.out, 'attention-gate.json')
        await writeJson(file, trained.gate)
        const { gate, fixedWeights } = trained.heldOut
        return {
          exitCode: EXIT.ok,
          result: { file, ...trained },
          print: (terminal) => {
            terminal.line(
              trained.helps
                ? 'The gate helps: it rejects fewer of the people held out and lets in no more.'
                : 'The gate does not help on the people held out: stay with fixed weights.',
            )
            terminal.line(`  gate:          ${gate.frr.text}; ${gate.far.text}`)
            terminal.line(`  fixed weights: ${fixedWeights.frr.text}; ${fixedWeights.far.text}`)
            terminal.line(`Written: ${file}`)
          },
        }
      }),
    )
}
