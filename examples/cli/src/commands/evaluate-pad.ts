import { join } from 'node:path'
import { measurePad, type PadReport, renderPadReport } from '@faceward/evaluation'
import type { NodeEngine } from '@faceward/node'
import type { CommandResult, Invocation, RegisterCommand } from '../cli.js'
import { withEngine } from '../engine/with-engine.js'
import { enrolFolder } from '../evaluation/enrol-folder.js'
import { type JudgedPresentation, judgePresentation } from '../evaluation/judge-presentation.js'
import { wholeNumber } from '../evaluation/option-values.js'
import { findPresentations } from '../evaluation/presentation-folder.js'
import { readPresentations } from '../evaluation/read-presentations.js'
import { rebuildCommand } from '../evaluation/rebuild-command.js'
import { throwawayVault } from '../evaluation/throwaway-vault.js'
import { createTimeLeft } from '../evaluation/time-left.js'
import { EXIT } from '../exit-codes.js'
import { writeFileAtomically } from '../files/write-file-atomically.js'
import { writeJson, writeJsonLines } from '../files/write-json.js'
import { InputError } from '../input-error.js'
import { formatTable } from '../terminal/table.js'
import type { Terminal } from '../terminal/terminal.js'

interface EvaluatePadOptions {
  readonly presentations?: string
  readonly results?: string
  readonly enrolment?: string
  readonly framesPerSecond?: number
  readonly system?: string
  readonly out: string
}

/** `faceward evaluate pad`: presentation attack detection, by ISO/IEC 30107-3. */
export const registerEvaluatePad: RegisterCommand = (program, cli) => {
  program
    .command('pad')
    .description('measure presentation attack detection, by species, with the worst first')
    .option(
      '--presentations <folder>',
      'bona-fide/<person>/... and attacks/<species>/<person>/...: pictures or folders of frames',
    )
    .option(
      '--results <file>',
      'presentations another system judged, one JSON object a line, in place of a folder',
    )
    .option(
      '--enrolment <folder>',
      '<person>/<pictures> to enrol first, which makes IAPAR of the whole system measurable',
    )
    .option(
      '--frames-per-second <rate>',
      'gives the frames of folders true times',
      wholeNumber('--frames-per-second', 1),
    )
    .option('--system <text>', 'what judged the results, for the report')
    .option('--out <folder>', 'where the report goes', 'evaluation')
    .action(
      cli.action<[], EvaluatePadOptions>(async (invocation, _, options) => {
        if ((options.presentations === undefined) === (options.results === undefined)) {
          throw new InputError('Give either --presentations <folder> or --results <file>.')
        }
        if (options.results !== undefined) {
          const system = options.system ?? 'not stated'
          return report(await readPresentations(options.results), options, options.results, system)
        }
        return withEngine(
          invocation,
          async (engine) => {
            const judged = await judgeFolder(invocation, engine, options, options.presentations ?? '')
            const system = `${engine.modelIds.join(', ')}; texture, frame motion; default policy`
            return report(judged, options, options.presentations ?? '', options.system ?? system)
          },
          throwawayVault(),
        )
      }),
    )
}

async function judgeFolder(
  invocation: Invocation,
  engine: NodeEngine,
  options: EvaluatePadOptions,
  folder: string,
): Promise<readonly JudgedPresentation[]> {
  const { signal, terminal } = invocation
  const presentations = await findPresentations(folder)
  const enrolled =
    options.enrolment === undefined
      ? new Set<string>()
      : await enrolFolder(engine, options.enrolment, invocation)
  const bar = terminal.progress('Presenting', presentations.length)
  const timeLeft = createTimeLeft(() => performance.now())
  const judged: JudgedPresentation[] = []
  try {
    for (const presentation of presentations) {
      signal.throwIfAborted()
      judged.push(
        await judgePresentation(engine, presentation, {
          signal,
          isEnrolled: enrolled.has(presentation.subject),
          ...(options.framesPerSecond === undefined ? {} : { framesPerSecond: options.framesPerSecond }),
        }),
      )
      bar.update(judged.length, timeLeft.describe(judged.length, presentations.length))
    }
    return judged
  } finally {
    bar.stop()
    // Also when stopped: what was judged is kept, and --results reads it.
    await writeJsonLines(join(options.out, 'presentations.jsonl'), judged)
  }
}

async function report(
  judged: readonly JudgedPresentation[],
  options: EvaluatePadOptions,
  dataset: string,
  system: string,
): Promise<CommandResult> {
  const padReport: PadReport = {
    format: 'faceward-pad-evaluation/v1',
    origin: {
      command: rebuildCommand('evaluate pad', options),
      date: new Date().toISOString().slice(0, 10),
      dataset,
      system,
    },
    metrics: measurePad(judged),
    missed: judged
      .filter(({ species, response }) => response === (species === undefined ? 'attack' : 'bona-fide'))
      .map(({ name, species, score }) => ({
        presentation: name,
        ...(species === undefined ? {} : { species }),
        ...(score === undefined ? {} : { score }),
      })),
  }
  const files = { json: join(options.out, 'pad.json'), html: join(options.out, 'pad.html') }
  await writeJson(files.json, padReport)
  await writeFileAtomically(files.html, renderPadReport(padReport))
  return {
    exitCode: EXIT.ok,
    result: { files, report: padReport },
    print: (terminal) => printReport(terminal, padReport, files.html),
  }
}

function printReport(terminal: Terminal, { metrics }: PadReport, html: string): void {
  const percent = (value: number | undefined) => (value === undefined ? '-' : `${(value * 100).toFixed(2)} %`)
  const rows = metrics.species.map(({ species, presentations, apcer, apnrr, iapar }) => [
    species,
    String(presentations),
    percent(apcer?.rate),
    percent(apcer?.upper95),
    percent(apnrr.rate),
    percent(iapar?.rate),
  ])
  terminal.line(
    formatTable(['species, the worst first', 'attacks', 'APCER', '95 % at most', 'APNRR', 'IAPAR'], rows),
  )
  const { bpcer, bpnrr } = metrics
  terminal.line(
    `BPCER ${percent(bpcer?.rate)} (95 % at most ${percent(bpcer?.upper95)}), BPNRR ${percent(bpnrr?.rate)}`,
  )
  terminal.line(`Report: ${html}`)
}
