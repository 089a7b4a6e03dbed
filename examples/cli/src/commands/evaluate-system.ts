import { join } from 'node:path'
import { parseConfiguration } from '@faceward/core'
import { claimErrorRate, type ErrorClaim, type MeasuredRate, measureRate } from '@faceward/evaluation'
import type { RegisterCommand } from '../cli.js'
import { withEngine } from '../engine/with-engine.js'
import { enrolFolder } from '../evaluation/enrol-folder.js'
import { wholeNumber } from '../evaluation/option-values.js'
import { findPresentations } from '../evaluation/presentation-folder.js'
import { rebuildCommand } from '../evaluation/rebuild-command.js'
import { type RecordedTransaction, recordTransactions } from '../evaluation/record-transactions.js'
import { throwawayVault } from '../evaluation/throwaway-vault.js'
import { createTimeLeft } from '../evaluation/time-left.js'
import { EXIT } from '../exit-codes.js'
import { writeJson, writeJsonLines } from '../files/write-json.js'
import { InputError } from '../input-error.js'

interface EvaluateSystemOptions {
  readonly presentations: string
  readonly enrolment: string
  readonly impostors: number
  readonly framesPerSecond?: number
  readonly seed: number
  readonly out: string
}

/** Rates of whole transactions, as the engine decided them. */
interface SystemRates {
  readonly enrolled: number
  readonly far?: ErrorClaim
  /** Mated transactions that were not accepted, asked again or rejected. */
  readonly frr?: ErrorClaim
  /** Mated transactions rejected outright. */
  readonly rejectedOutright?: MeasuredRate
  readonly iapar: readonly ({ readonly species: string } & MeasuredRate)[]
}

/** `faceward evaluate system`: false accepts, false rejects and accepted attacks of whole transactions. */
export const registerEvaluateSystem: RegisterCommand = (program, cli) => {
  program
    .command('system')
    .description(
      'measure whole transactions, gates and all, and write their scores for tune and train-fusion',
    )
    .requiredOption('--enrolment <folder>', '<person>/<pictures> to enrol')
    .requiredOption('--presentations <folder>', 'bona-fide/<person>/... and attacks/<species>/<person>/...')
    .option(
      '--impostors <count>',
      'others whom every bona fide presentation claims to be',
      wholeNumber('--impostors', 0),
      5,
    )
    .option(
      '--frames-per-second <rate>',
      'gives the frames of folders true times',
      wholeNumber('--frames-per-second', 1),
    )
    .option('--seed <number>', 'chooses the others', wholeNumber('--seed', 0), 1)
    .option('--out <folder>', 'where the result goes', 'evaluation')
    .action(
      cli.action<[], EvaluateSystemOptions>((invocation, _, options) =>
        withEngine(
          invocation,
          async (engine) => {
            const { signal, terminal, environment } = invocation
            const presentations = await findPresentations(options.presentations)
            const enrolled = await enrolFolder(engine, options.enrolment, invocation)
            if (enrolled.size < 2) {
              throw new InputError(
                'Fewer than two people could be enrolled; nobody could claim to be another.',
                'one-subject-only',
              )
            }
            const recorded: RecordedTransaction[] = []
            const bar = terminal.progress('Verifying', 1)
            const timeLeft = createTimeLeft(() => performance.now())
            try {
              await recordTransactions(engine, {
                presentations,
                enrolled,
                weights: parseConfiguration({}, environment).fusionWeights,
                impostors: options.impostors,
                seed: options.seed,
                signal,
                ...(options.framesPerSecond === undefined
                  ? {}
                  : { framesPerSecond: options.framesPerSecond }),
                onRecorded: (one, done, of) => {
                  recorded.push(one)
                  bar.update(done / of, timeLeft.describe(done, of))
                },
              })
            } finally {
              bar.stop()
              // Also when stopped: what was recorded is kept.
              const transactions = recorded.map(({ transaction }) => transaction)
              await writeJsonLines(join(options.out, 'transactions.jsonl'), transactions)
            }
            const rates = systemRates(recorded, enrolled.size)
            const files = {
              json: join(options.out, 'system.json'),
              transactions: join(options.out, 'transactions.jsonl'),
            }
            const origin = {
              command: rebuildCommand('evaluate system', options),
              date: new Date().toISOString().slice(0, 10),
              modelIds: engine.modelIds,
            }
            await writeJson(files.json, { format: 'faceward-system-evaluation/v1', origin, ...rates })
            return {
              exitCode: EXIT.ok,
              result: { files, ...rates },
              print: (to) => {
                to.line(`${rates.enrolled} people enrolled, ${recorded.length} transactions.`)
                for (const claim of [rates.far, rates.frr]) if (claim) to.line(`  ${claim.text}`)
                if (rates.rejectedOutright)
                  to.line(`  rejected outright: ${shareText(rates.rejectedOutright)}`)
                for (const rate of rates.iapar) to.line(`  ${rate.species} accepted: ${shareText(rate)}`)
                to.line(`Written: ${files.json}, ${files.transactions}`)
              },
            }
          },
          throwawayVault(),
        ),
      ),
    )
}

const shareText = ({ errors, trials, upper95 }: MeasuredRate): string =>
  `${errors} of ${trials} (95 % at most ${(upper95 * 100).toFixed(1)} %)`

function systemRates(recorded: readonly RecordedTransaction[], enrolled: number): SystemRates {
  const of = (kind: RecordedTransaction['transaction']['kind']) =>
    recorded.filter(({ transaction }) => transaction.kind === kind)
  const [mated, nonMated, attacks] = [of('mated'), of('non-mated'), of('attack')]
  const subjects = (list: readonly RecordedTransaction[]) =>
    new Set(list.map(({ transaction }) => transaction.subject)).size
  const claim = (
    metric: 'FAR' | 'FRR',
    list: readonly RecordedTransaction[],
    wrong: (outcome: string) => boolean,
  ) => {
    const errors = list.filter(({ outcome }) => wrong(outcome)).length
    return claimErrorRate({ metric, errors, comparisons: list.length, subjects: subjects(list) })
  }
  const rejectedOutright = measureRate(
    mated.filter(({ outcome }) => outcome === 'reject').length,
    mated.length,
  )
  const species = [...new Set(attacks.map(({ transaction }) => transaction.species ?? ''))]
  return {
    enrolled,
    ...(nonMated.length > 0 ? { far: claim('FAR', nonMated, (outcome) => outcome === 'accept') } : {}),
    ...(mated.length > 0 ? { frr: claim('FRR', mated, (outcome) => outcome !== 'accept') } : {}),
    ...(rejectedOutright ? { rejectedOutright } : {}),
    iapar: species
      .map((name) => {
        const list = attacks.filter(({ transaction }) => transaction.species === name)
        return {
          species: name,
          ...measureRate(list.filter(({ outcome }) => outcome === 'accept').length, list.length)!,
        }
      })
      .sort((a, b) => b.rate - a.rate || b.upper95 - a.upper95),
  }
}
