import type { RecognitionReport } from '@faceward/evaluation'
import type { Command } from 'commander'
import type { RegisterCommand } from '../cli.js'
import { readGroupLabels } from '../evaluation/group-labels.js'
import { rebuildCommand } from '../evaluation/rebuild-command.js'
import { openRecognitionDataset } from '../evaluation/recognition-dataset.js'
import {
  addComparisonOptions,
  addRunOptions,
  type ComparisonOptions,
} from '../evaluation/recognition-options.js'
import { compareWatched, reportRecognition } from '../evaluation/recognition-report.js'
import { runRecognition } from '../evaluation/recognition-run.js'
import { EXIT } from '../exit-codes.js'
import { formatTable } from '../terminal/table.js'
import type { Terminal } from '../terminal/terminal.js'

interface EvaluateRecognitionOptions extends ComparisonOptions {
  readonly images?: string
  readonly pairs?: string
  readonly bin?: string
  readonly groups?: string
}

/** `faceward evaluate recognition`: error rates of the embedder on pictures of known people. */
export const registerEvaluateRecognition: RegisterCommand = (program, cli) => {
  const command: Command = program
    .command('recognition')
    .description('measure false matches and false non-matches on pictures of known people')
    .option('--images <folder>', 'pictures, one folder a person; without --pairs all are compared with all')
    .option('--pairs <file>', 'comparisons to make: LFW notation, or "image image 1|0"')
    .option('--bin <file>', 'an insightface verification set (lfw.bin, cfp_fp.bin), in place of the two')
    .option('--groups <file>', 'person,group a line: rates for each group')
  addRunOptions(command, { what: 'the report', folder: 'evaluation' })
  addComparisonOptions(command, 1000)
  command.action(
    cli.action<[], EvaluateRecognitionOptions>(async (invocation, _, options) => {
      const dataset = await openRecognitionDataset(options)
      const known = new Set(dataset.people.filter((person) => person !== undefined))
      const labels = options.groups === undefined ? undefined : await readGroupLabels(options.groups, known)
      const { description, outcomes } = await runRecognition(invocation, dataset, options)
      const compared = await compareWatched(invocation, dataset, outcomes, options)
      const { report, files } = await reportRecognition(
        invocation,
        {
          dataset,
          compared,
          description,
          command: rebuildCommand('evaluate recognition', options),
          date: new Date().toISOString().slice(0, 10),
          ...(labels ? { groups: compared.people.map((person) => labels.get(person ?? '')) } : {}),
        },
        options,
      )
      return {
        exitCode: EXIT.ok,
        result: { files, report },
        print: (to) => printReport(to, report, files.html),
      }
    }),
  )
}

function printReport(terminal: Terminal, report: RecognitionReport, html: string): void {
  const { comparisons, equalErrorRate, accuracy, failureToEnrol } = report
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`
  const rows = [
    [
      'people, pictures',
      `${report.subjects.toLocaleString('en-US')}, ${report.images.toLocaleString('en-US')}`,
    ],
    [
      'comparisons',
      `${comparisons.mated.toLocaleString('en-US')} mated, ${comparisons.nonMated.toLocaleString('en-US')} non-mated`,
    ],
    ['failure to enrol', `${failureToEnrol.errors} of ${failureToEnrol.trials} pictures`],
    ['equal error rate', percent(equalErrorRate.rate)],
    ...(accuracy
      ? [
          [
            `accuracy, ${accuracy.folds.length} folds`,
            `${percent(accuracy.accuracy)} +- ${percent(accuracy.standardError)}`,
          ],
        ]
      : []),
    ...report.atFmr
      .filter(({ supported }) => supported)
      .map(({ targetFmr, trueAcceptRate }) => [`accepted at FMR ${targetFmr}`, percent(trueAcceptRate)]),
    ...report.atSimilarity.flatMap(({ similarity, fmr, fnmr }) => [
      [`at similarity ${similarity}`, fmr.text],
      ['', fnmr.text],
    ]),
    ['strongest claim', report.strongestClaim.fmr.text],
  ]
  terminal.line(formatTable([], rows as string[][]))
  terminal.line(`Report: ${html}`)
}
