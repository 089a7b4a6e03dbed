import { basename, join } from 'node:path'
import {
  type EmbeddingSet,
  type FittedProjection,
  fitProjection,
  type ProjectionRates,
} from '@faceward/evaluation'
import type { Command } from 'commander'
import type { RegisterCommand } from '../cli.js'
import type { ImageOutcome } from '../evaluation/image-outcome.js'
import { rate, wholeNumber } from '../evaluation/option-values.js'
import { onlyPeople, readPeople } from '../evaluation/people-list.js'
import { rebuildCommand } from '../evaluation/rebuild-command.js'
import { openRecognitionDataset, type RecognitionDataset } from '../evaluation/recognition-dataset.js'
import { addRunOptions, type RunOptions } from '../evaluation/recognition-options.js'
import { runRecognition } from '../evaluation/recognition-run.js'
import { watchWork } from '../evaluation/watch-work.js'
import { EXIT } from '../exit-codes.js'
import { writeFileAtomically } from '../files/write-file-atomically.js'
import { InputError } from '../input-error.js'
import type { Terminal } from '../terminal/terminal.js'

interface TrainProjectionOptions extends RunOptions {
  readonly images: string
  readonly people: string
  readonly check: string
  readonly targetFmr: number
  readonly seed: number
}

/** `faceward train-projection`: a linear head for an embedder, compared on people it has not seen. */
export const registerTrainProjection: RegisterCommand = (program, cli) => {
  const command: Command = program
    .command('train-projection')
    .description('learn a linear head for an embedder and say whether it helps on people held out')
    .requiredOption('--images <folder>', 'pictures, one folder a person')
    .requiredOption('--people <file>', 'learn from these people: a pairs file or one name a line')
    .requiredOption('--check <file>', 'compare on these, who must be others')
    .option('--target-fmr <rate>', 'compare the accept rate at this FMR', rate('--target-fmr'), 1e-3)
    .option('--seed <number>', 'divides the people into folds', wholeNumber('--seed', 0), 1)
  addRunOptions(command, { what: 'the head', folder: 'projection' })
  command.action(
    cli.action<[], TrainProjectionOptions>(async (invocation, _, options) => {
      const all = await openRecognitionDataset({ images: options.images })
      const [people, others] = [await readPeople(options.people), await readPeople(options.check)]
      if ([...people].some((person) => others.has(person))) {
        throw new InputError(
          'Some people are in both --people and --check; a check on them would prove nothing.',
        )
      }
      const train = onlyPeople(all, people, basename(options.people))
      const check = onlyPeople(all, others, basename(options.check))
      const both = {
        ...train,
        images: [...train.images, ...check.images],
        people: [...train.people, ...check.people],
      }
      const { description, outcomes } = await runRecognition(invocation, both, options)
      const fitted = await watchWork(invocation, 'Trying heads', (watch) =>
        fitProjection(
          {
            train: embeddingSet(train, outcomes),
            heldOut: embeddingSet(check, outcomes.slice(train.images.length)),
            targetFmr: options.targetFmr,
            seed: options.seed,
          },
          watch,
        ),
      )
      const file = join(options.out, 'projection.json')
      await writeFileAtomically(
        file,
        `${JSON.stringify(
          {
            format: 'faceward-projection/v1',
            modelId: description.modelId,
            pipeline: description.pipeline,
            command: rebuildCommand('train-projection', options),
            date: new Date().toISOString().slice(0, 10),
            ...withBase64(fitted),
          },
          undefined,
          2,
        )}\n`,
      )
      const { transform: _transform, ...result } = fitted
      return {
        exitCode: EXIT.ok,
        result: { file, ...result },
        print: (to) => printFitted(to, fitted, options.targetFmr, file),
      }
    }),
  )
}

function embeddingSet(dataset: RecognitionDataset, outcomes: readonly ImageOutcome[]): EmbeddingSet {
  const numbers = new Map<string, number>()
  const used = dataset.people.flatMap((person = '', i) => {
    const outcome = outcomes[i]
    if (outcome?.status !== 'embedded') return []
    const subject = numbers.get(person) ?? numbers.size
    numbers.set(person, subject)
    return [{ vector: outcome.vector, subject }]
  })
  return { vectors: used.map(({ vector }) => vector), subjects: used.map(({ subject }) => subject) }
}

/** The head as little endian float32 in base64: what `EmbeddingTransform` of `@faceward/spec` holds. */
function withBase64({ transform, ...rest }: FittedProjection): object {
  if (!transform) return rest
  const base64 = (values: Float32Array) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')
  const { mean, projection } = transform
  return {
    ...rest,
    transform: {
      ...(mean ? { mean: base64(mean) } : {}),
      ...(projection ? { projection: { rows: projection.rows, matrix: base64(projection.matrix) } } : {}),
    },
  }
}

function printFitted(terminal: Terminal, fitted: FittedProjection, targetFmr: number, file: string): void {
  const percent = (value: number) => `${(value * 100).toFixed(2)} %`
  const rates = ({ trueAcceptRate, equalErrorRate }: ProjectionRates) =>
    `${percent(trueAcceptRate)} accepted at FMR ${targetFmr}, EER ${percent(equalErrorRate)}`
  const { before, after } = fitted.heldOut
  terminal.line(
    fitted.helps
      ? 'The head helps on people it has not seen:'
      : fitted.method
        ? 'The head does not help on people it has not seen: leave the embeddings as they are.'
        : 'No head beat the embeddings as they are, even on folds of the people learned from.',
  )
  terminal.line(`  without: ${rates(before)}`)
  if (after) terminal.line(`  with:    ${rates(after)} (${JSON.stringify(fitted.method)})`)
  terminal.line(`Written: ${file}`)
}
