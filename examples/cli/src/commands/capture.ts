import { createTally } from '../capture/capture-summary.js'
import { type ChosenSource, chooseSource, sourcesHelp } from '../capture/choose-source.js'
import type { FrameSink } from '../capture/frame-sink.js'
import { createPictureSink } from '../capture/picture-sink.js'
import { createRecordSink } from '../capture/record-sink.js'
import type { CommandResult, Invocation, RegisterCommand } from '../cli.js'
import { wholeNumber } from '../evaluation/option-values.js'
import { EXIT } from '../exit-codes.js'
import { InputError } from '../input-error.js'
import { printCapture } from '../reports/print-capture.js'
import { formatTable } from '../terminal/table.js'

interface CaptureOptions {
  readonly source: string
  readonly list?: boolean
  readonly frames: number
  readonly out?: string
  readonly record?: string
}

/** `faceward capture --source <source>`: what a camera or a recording gives, in figures and in pictures. */
export const registerCapture: RegisterCommand = (program, cli) => {
  program
    .command('capture')
    .description('look at what a camera or a recording gives: rate, sizes, depth and where it comes from')
    .argument('[operand]', 'what the source opens: a file, a serial number')
    .requiredOption('--source <source>', 'one of the sources below, or a file whose ending tells')
    .option('--list', 'only list the devices that are connected')
    .option('--frames <number>', 'stop after so many', wholeNumber('--frames', 1), 30)
    .option('--out <folder>', 'write each frame there as PNG, and its depth in false colours')
    .option('--record <file>', 'write the frames to an MCAP file, for --source mcap')
    .addHelpText('after', `\n${sourcesHelp()}`)
    .action(
      cli.action<[string | undefined], CaptureOptions>((invocation, [operand], options) => {
        const chosen = chooseSource(options.source, operand)
        return options.list ? listDevices(invocation, chosen) : capture(invocation, chosen, options)
      }),
    )
}

async function listDevices({ environment }: Invocation, { source }: ChosenSource): Promise<CommandResult> {
  if (source.listDevices === undefined) {
    throw new InputError(`--list: ${source.name} has no devices to list.`, 'nothing-to-list')
  }
  const devices = await source.listDevices({ environment })
  return {
    exitCode: EXIT.ok,
    result: { source: source.name, devices },
    print(terminal) {
      if (devices.length === 0) terminal.line(`No device of ${source.name} is connected.`)
      else
        terminal.line(
          formatTable(
            [source.name, ''],
            devices.map(({ id, description }) => [id, description]),
          ),
        )
    },
  }
}

async function capture(
  { environment, signal, terminal }: Invocation,
  { source, operand }: ChosenSource,
  { frames: limit, out, record }: CaptureOptions,
): Promise<CommandResult> {
  const provider = await source.create({ environment, ...(operand === undefined ? {} : { operand }) })
  const sinks: FrameSink[] = [
    ...(out === undefined ? [] : [createPictureSink(out)]),
    ...(record === undefined ? [] : [await createRecordSink(record)]),
  ]
  const tally = createTally()
  const files: string[] = []
  const bar = terminal.progress('Capturing', limit)
  try {
    let taken = 0
    for await (const frame of await provider.open({ signal })) {
      tally.count(frame)
      for (const sink of sinks) await sink.write(frame)
      bar.update(++taken)
      if (taken === limit) break
    }
  } finally {
    bar.stop()
    for (const sink of sinks) files.push(...(await sink.close()))
  }
  const summary = tally.summary()
  if (summary === undefined) throw new InputError(`${operand ?? source.name} holds no frames.`, 'no-frames')
  return {
    exitCode: EXIT.ok,
    result: { ...summary, files },
    print(to) {
      printCapture(to, summary)
      if (out !== undefined) to.line(`${files.length - (record === undefined ? 0 : 1)} pictures in ${out}.`)
      if (record !== undefined) to.line(`Recorded in ${record}: pictures of a person, readable by you alone.`)
    },
  }
}
