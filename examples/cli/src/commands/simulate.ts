import { join, resolve } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import sharp from 'sharp'
import type { RegisterCommand } from '../cli.js'
import { wholeNumber } from '../evaluation/option-values.js'
import { EXIT } from '../exit-codes.js'
import { writeFileAtomically } from '../files/write-file-atomically.js'
import { InputError } from '../input-error.js'

interface SimulateOptions {
  readonly seed: number
  readonly count: number
  readonly size: { readonly width: number; readonly height: number }
}

/** `faceward simulate <folder>`: pictures of a person who does not exist, to try the other commands with. */
export const registerSimulate: RegisterCommand = (program, cli) => {
  program
    .command('simulate')
    .description('write pictures of a simulated person, in varied pose, light and expression, to a folder')
    .argument('<folder>', 'where the PNG files go')
    .option('--seed <number>', 'who it is: the same seed is the same person', wholeNumber('--seed', 0), 1)
    .option('--count <number>', 'how many pictures', wholeNumber('--count', 1), 5)
    .option('--size <width>x<height>', 'size of the pictures', readSize, { width: 640, height: 480 })
    .action(
      cli.action<[string], SimulateOptions>(async ({ terminal, signal }, [folder], { seed, count, size }) => {
        const person = createSimulatedPerson({ seed })
        const bar = terminal.progress('Rendering', count)
        const files: string[] = []
        try {
          for (const [index, scene] of sampleScenes(seed, count, { camera: size }).entries()) {
            signal.throwIfAborted()
            bar.update(index)
            const { image } = renderFrame(person, scene).frame
            const raw = { width: image.width, height: image.height, channels: 3 as const }
            const path = join(resolve(folder), `person-${seed}-${String(index + 1).padStart(3, '0')}.png`)
            await writeFileAtomically(path, await sharp(image.data, { raw }).png().toBuffer())
            files.push(path)
          }
        } finally {
          bar.stop()
        }
        return {
          exitCode: EXIT.ok,
          result: { seed, files },
          print: (to) => to.line(`${files.length} pictures of person ${seed} in ${resolve(folder)}.`),
        }
      }),
    )
}

function readSize(text: string): SimulateOptions['size'] {
  const [, width, height] = (/^(\d{2,4})x(\d{2,4})$/.exec(text) ?? []).map(Number)
  if (width && height && width <= 4096 && height <= 4096) return { width, height }
  throw new InputError('--size: expected a width and a height such as 640x480.')
}
