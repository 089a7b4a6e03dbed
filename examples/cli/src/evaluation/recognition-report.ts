import { join } from 'node:path'
import {
  type EvaluateRecognitionOptions,
  evaluateRecognition,
  type RecognitionReport,
  renderRecognitionReport,
} from '@faceward/evaluation'
import type { Invocation } from '../cli.js'
import { writeFileAtomically } from '../files/write-file-atomically.js'
import { writeJson } from '../files/write-json.js'
import { type ComparedDataset, compareDataset } from './compare-dataset.js'
import type { ImageOutcome, PipelineDescription } from './image-outcome.js'
import type { RecognitionDataset } from './recognition-dataset.js'
import type { ComparisonOptions } from './recognition-options.js'
import { watchWork } from './watch-work.js'

type Watched = Pick<Invocation, 'signal' | 'terminal'>

/** Compares a data set's pictures under a bar, as the options of the command say. */
export function compareWatched(
  invocation: Watched,
  dataset: RecognitionDataset,
  outcomes: readonly ImageOutcome[],
  { seed, mostComparisons }: ComparisonOptions,
): Promise<ComparedDataset> {
  return watchWork(invocation, 'Comparing', (watch) =>
    compareDataset(dataset, outcomes, {
      ...watch,
      seed,
      ...(mostComparisons === undefined ? {} : { mostNonMated: mostComparisons }),
    }),
  )
}

/** What a report is about, beside its comparisons. */
export interface ReportSubject {
  readonly dataset: RecognitionDataset
  readonly compared: ComparedDataset
  readonly description: Pick<PipelineDescription, 'modelId' | 'pipeline' | 'calibration'>
  /** The command that makes it again. */
  readonly command: string
  readonly date: string
  readonly groups?: EvaluateRecognitionOptions['groups']
}

/** Evaluates comparisons under a bar, and writes the report as JSON and as a page into the folder of the options. */
export async function reportRecognition(
  invocation: Watched,
  { dataset, compared, description, command, date, groups }: ReportSubject,
  { replicates, seed, out }: ComparisonOptions,
): Promise<{
  readonly report: RecognitionReport
  readonly files: { readonly json: string; readonly html: string }
}> {
  const { modelId, pipeline, calibration } = description
  const report = await watchWork(invocation, 'Resampling people', (watch) =>
    evaluateRecognition({
      ...compared,
      origin: { command, date, dataset: dataset.name, protocol: dataset.protocol, modelId, pipeline },
      imagesAttempted: dataset.images.length,
      ...(calibration ? { calibration } : {}),
      ...(groups ? { groups } : {}),
      replicates,
      seed,
      ...watch,
    }),
  )
  const files = { json: join(out, 'recognition.json'), html: join(out, 'recognition.html') }
  await writeJson(files.json, report)
  await writeFileAtomically(files.html, renderRecognitionReport(report))
  return { report, files }
}
