import { join, resolve } from 'node:path'
import {
  createSession,
  createSimulatedPerson,
  renderFrame,
  SESSION_SPECIES,
  type SessionSpecies,
  sampleScenes,
} from '@faceward/capture-simulated'
import type { Image } from '@faceward/spec'
import type { RegisterCommand } from '../cli.js'
import { wholeNumber } from '../evaluation/option-values.js'
import { EXIT } from '../exit-codes.js'
import { writeFileAtomically } from '../files/write-file-atomically.js'
import { InputError } from '../input-error.js'
import { encodePng } from '../pictures/encode-png.js'

interface Size {
  readonly width: number
  readonly height: number
}

interface SimulateOptions {
  readonly out?: string
  readonly seed: number
  readonly attack?: SessionSpecies
  readonly count?: number
  readonly size?: Size
}

/** Frames a second of a session. */
const FRAMES_PER_SECOND = 10

const EXAMPLES = `
Examples:
  $ faceward simulate --seed 31 --out out/ada                        five pictures of person 31
  $ faceward simulate --attack bent-print --seed 7 --out out/bent    30 frames of somebody holding up a bent print of person 7
  $ faceward simulate --attack bona-fide --seed 7 --out out/live     30 frames of person 7 herself

What --attack shows, each in frames a tenth of a second apart:
  bona-fide        the living person: blinks, small movements, a hand-held camera
  flat-print       a photograph on paper, held by a hand
  bent-print       the same, bent to a cylinder
  cutout-print     a print with holes for eyes, nose and mouth, worn by somebody else
  replay-phone     a video on a phone; replay-tablet on a tablet
  rigid-mask       a mask of the person's relief, painted, that nothing moves in
  injected-video   a looped clip that no camera took, handed over as frames`

/** `faceward simulate`: people who do not exist, and presentation attacks on them, to try the other commands with. */
export const registerSimulate: RegisterCommand = (program, cli) => {
  program
    .command('simulate')
    .description('write pictures of a simulated person, or the frames of an attack on her, to a folder')
    .argument('[folder]', 'where the PNG files go; or --out')
    .option('--out <folder>', 'where the PNG files go')
    .option('--seed <number>', 'who it is: the same seed is the same person', wholeNumber('--seed', 0), 1)
    .option('--attack <species>', `a session over time: ${SESSION_SPECIES.join(', ')}`, readSpecies)
    .option(
      '--count <number>',
      'how many pictures (default: 5, or 30 frames of a session)',
      wholeNumber('--count', 1),
    )
    .option(
      '--size <width>x<height>',
      'size of the pictures (default: 640x480, or 320x240 of a session)',
      readSize,
    )
    .addHelpText('after', EXAMPLES)
    .action(
      cli.action<[string | undefined], SimulateOptions>(async ({ terminal, signal }, [argument], options) => {
        const folder = folderOf(argument, options.out)
        const { seed, attack } = options
        const { count, name, pictures, what } = attack
          ? sessionOf({ ...options, attack })
          : portraitsOf(options)
        const bar = terminal.progress('Rendering', count)
        const files: string[] = []
        try {
          for (const image of pictures) {
            signal.throwIfAborted()
            const path = join(folder, `${name}-${seed}-${String(files.length + 1).padStart(3, '0')}.png`)
            await writeFileAtomically(path, await encodePng(image))
            files.push(path)
            bar.update(files.length)
          }
        } finally {
          bar.stop()
        }
        return {
          exitCode: EXIT.ok,
          result: { seed, ...(attack ? { attack, framesPerSecond: FRAMES_PER_SECOND } : {}), files },
          print: (to) => to.line(`${what} in ${folder}.`),
        }
      }),
    )
}

interface Pictures {
  readonly count: number
  /** What the files' names begin with. */
  readonly name: string
  /** Rendered one at a time, as they are taken. */
  readonly pictures: Iterable<Image>
  readonly what: string
}

function portraitsOf({
  seed,
  count = 5,
  size = { width: 640, height: 480 },
}: Omit<SimulateOptions, 'attack'>): Pictures {
  const person = createSimulatedPerson({ seed })
  const scenes = sampleScenes(seed, count, { camera: size })
  return {
    count,
    name: 'person',
    pictures: lazily(scenes, (scene) => renderFrame(person, scene).frame.image),
    what: `${count} pictures of person ${seed}`,
  }
}

function sessionOf({
  seed,
  attack,
  count = 30,
  size = { width: 320, height: 240 },
}: SimulateOptions & { readonly attack: SessionSpecies }): Pictures {
  const session = createSession({
    species: attack,
    seed,
    size,
    framesPerSecond: FRAMES_PER_SECOND,
    durationMs: (count * 1000) / FRAMES_PER_SECOND,
  })
  return {
    count,
    name: attack,
    pictures: lazily(session.frames(), ({ image }) => image),
    what: `${count} frames of ${attack}, person ${seed}, ${FRAMES_PER_SECOND} a second,`,
  }
}

function* lazily<From, To>(items: Iterable<From>, make: (item: From) => To): Generator<To> {
  for (const item of items) yield make(item)
}

function folderOf(argument: string | undefined, out: string | undefined): string {
  if (argument !== undefined && out !== undefined)
    throw new InputError('Give the folder once: --out <folder>.')
  const folder = out ?? argument
  if (folder === undefined) throw new InputError('--out: expected the folder the pictures go to.')
  return resolve(folder)
}

function readSpecies(text: string): SessionSpecies {
  const species = SESSION_SPECIES.find((one) => one === text)
  if (species) return species
  throw new InputError(`--attack: expected one of ${SESSION_SPECIES.join(', ')}, got "${text}".`)
}

function readSize(text: string): Size {
  const [, width, height] = (/^(\d{2,4})x(\d{2,4})$/.exec(text) ?? []).map(Number)
  if (width && height && width <= 4096 && height <= 4096) return { width, height }
  throw new InputError('--size: expected a width and a height such as 640x480.')
}
