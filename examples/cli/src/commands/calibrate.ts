import { basename, join } from 'node:path'
import { type CalibrationFit, fitCalibration, type RecognitionReport } from '@faceward/evaluation'
import type { Calibration } from '@faceward/spec'
import type { Command } from 'commander'
import type { RegisterCommand } from '../cli.js'
import type { ComparedDataset } from '../evaluation/compare-dataset.js'
import { writeManifestCalibration } from '../evaluation/manifest-calibration.js'
import { rate } from '../evaluation/option-values.js'
import { onlyPeople, readPeople } from '../evaluation/people-list.js'
import { rebuildCommand } from '../evaluation/rebuild-command.js'
import { openRecognitionDataset, type RecognitionDataset } from '../evaluation/recognition-dataset.js'
import {
  addComparisonOptions,
  addRunOptions,
  type ComparisonOptions,
} from '../evaluation/recognition-options.js'
import { compareWatched, reportRecognition } from '../evaluation/recognition-report.js'
import { runRecognition } from '../evaluation/recognition-run.js'
import { EXIT } from '../exit-codes.js'
import { writeJson } from '../files/write-json.js'
import { InputError } from '../input-error.js'
import { printCalibration } from '../reports/print-calibration.js'

interface CalibrateOptions extends ComparisonOptions {
  readonly images: string
  readonly people?: string
  readonly check?: string
  readonly targetFmr: number
  readonly targetFnmr: number
  readonly extrapolate?: boolean
  readonly dataset?: string
  readonly manifest?: string
}

/** `faceward calibrate`: what similarity 0.85 and 0.45 mean for a model. */
export const registerCalibrate: RegisterCommand = (program, cli) => {
  const command: Command = program
    .command('calibrate')
    .description('fit the scale on which 0.85 is a false match rate and 0.45 a false non-match rate')
    .requiredOption('--images <folder>', 'pictures, one folder a person; all are compared with all')
    .option('--people <file>', 'fit on these people only: a pairs file or one name a line')
    .option('--check <file>', 'report on these people, who must not be among the first')
    .option('--target-fmr <rate>', 'what 0.85 shall mean', rate('--target-fmr'), 1e-4)
    .option('--target-fnmr <rate>', 'what 0.45 shall mean', rate('--target-fnmr'), 0.005)
    .option('--extrapolate', 'where the sample is too small, extend the curve and say so')
    .option('--dataset <text>', 'what the calibration calls the data set')
    .option('--manifest <file>', 'write the calibration into this model manifest too')
  addRunOptions(command, { what: 'the calibration, the report', folder: 'calibration' })
  addComparisonOptions(command, 200)
  command.action(
    cli.action<[], CalibrateOptions>(async (invocation, _, options) => {
      const { fitOn, checkOn } = await selectPeople(options)
      const both = checkOn
        ? {
            ...fitOn,
            images: [...fitOn.images, ...checkOn.images],
            people: [...fitOn.people, ...checkOn.people],
          }
        : fitOn
      const { description, outcomes } = await runRecognition(invocation, both, options)
      const compare = (dataset: RecognitionDataset, from: number): Promise<ComparedDataset> => {
        const ofIt = outcomes.slice(from, from + dataset.images.length)
        return compareWatched(invocation, dataset, ofIt, options)
      }
      const fitted = await compare(fitOn, 0)
      const fit = fitCalibration({
        mated: fitted.comparisons.mated.scores,
        nonMated: fitted.comparisons.nonMated.scores,
        targetFmr: options.targetFmr,
        targetFnmr: options.targetFnmr,
        whenUnsupported: options.extrapolate ? 'extrapolate' : 'refuse',
      })
      const command = rebuildCommand('calibrate', options)
      const date = new Date().toISOString().slice(0, 10)
      const calibration = artefact(fit, fitted, {
        dataset: options.dataset ?? fitOn.name,
        date,
        command,
        pipeline: description.pipeline,
      })
      const calibrationFile = join(options.out, 'calibration.json')
      await writeJson(calibrationFile, calibration)
      if (options.manifest !== undefined) await writeManifestCalibration(options.manifest, calibration)
      const { report, files: written } = await reportRecognition(
        invocation,
        {
          dataset: checkOn ?? fitOn,
          compared: checkOn ? await compare(checkOn, fitOn.images.length) : fitted,
          description: { ...description, calibration },
          command,
          date,
        },
        options,
      )
      const files = { calibration: calibrationFile, ...written }
      return {
        exitCode: EXIT.ok,
        result: { files, modelId: description.modelId, calibration, checked: report.atSimilarity },
        print: (to) => {
          to.line(`Calibrated ${description.modelId}.`)
          printCalibration(to, calibration)
          to.line(
            checkOn
              ? 'On people it was not fitted on:'
              : 'On the people it was fitted on (give --check for others):',
          )
          for (const line of claims(report)) to.line(`  ${line}`)
          to.line(`Written: ${files.calibration}, ${files.html}`)
        },
      }
    }),
  )
}

async function selectPeople(
  options: CalibrateOptions,
): Promise<{ readonly fitOn: RecognitionDataset; readonly checkOn?: RecognitionDataset }> {
  const all = await openRecognitionDataset({ images: options.images })
  const chosen = options.people === undefined ? undefined : await readPeople(options.people)
  const others = options.check === undefined ? undefined : await readPeople(options.check)
  const known =
    chosen ?? new Set(all.people.filter((person) => person !== undefined && !others?.has(person)) as string[])
  const shared = [...(others ?? [])].filter((person) => known.has(person))
  if (shared.length > 0) {
    throw new InputError(
      `${shared.length} people are in both --people and --check; a check on them would prove nothing.`,
    )
  }
  return {
    fitOn: chosen || others ? onlyPeople(all, known, basename(options.people ?? 'all others')) : all,
    ...(others ? { checkOn: onlyPeople(all, others, basename(options.check ?? '')) } : {}),
  }
}

function artefact(
  fit: CalibrationFit,
  { comparisons }: ComparedDataset,
  made: Pick<Calibration['provenance'], 'dataset' | 'date' | 'command' | 'pipeline'>,
): Calibration {
  return {
    kind: fit.kind,
    slope: fit.slope,
    midpoint: fit.midpoint,
    operatingPoints: fit.operatingPoints,
    provenance: {
      dataset: made.dataset,
      matedComparisons: comparisons.mated.scores.length,
      nonMatedComparisons: comparisons.nonMated.scores.length,
      subjects: comparisons.subjects,
      date: made.date,
      command: made.command,
      pipeline: made.pipeline,
      ...(fit.extrapolated ? { extrapolated: true } : {}),
    },
  }
}

const claims = ({ atSimilarity }: RecognitionReport): readonly string[] =>
  atSimilarity.flatMap(({ similarity, fmr, fnmr }) => [
    `at ${similarity}: ${fmr.text}`,
    `at ${similarity}: ${fnmr.text}`,
  ])
