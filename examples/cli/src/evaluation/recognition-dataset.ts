import { readFile, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, normalize, resolve } from 'node:path'
import { groupByIdentity, type Pair, parsePairsFile, readInsightfaceBin } from '@faceward/evaluation'
import { glob } from 'tinyglobby'
import { unreadable } from '../files/read-input.js'
import { InputError } from '../input-error.js'
import type { DatasetImage } from './embed-images.js'

/** Pictures with the truth about who is on them. */
export interface RecognitionDataset {
  readonly name: string
  readonly protocol: 'pairs' | 'all-pairs' | 'insightface-bin'
  readonly images: readonly DatasetImage[]
  /** The person on each picture, where that is known. */
  readonly people: readonly (string | undefined)[]
  /** The comparisons asked for, by fold, as indices of images; absent when all are to be made. */
  readonly folds?: readonly (readonly {
    readonly first: number
    readonly second: number
    readonly mated: boolean
  }[])[]
}

/** Which data set a command was pointed at. */
export interface DatasetOptions {
  /** A folder of pictures. */
  readonly images?: string
  /** A list of comparisons among them; without it all pictures are compared with all. */
  readonly pairs?: string
  /** An insightface verification set, in place of the two. */
  readonly bin?: string
}

const EXTENSIONS = ['', '.jpg', '.jpeg', '.png', '.webp'] as const

/**
 * Reads what a data set consists of; the pictures themselves are read later.
 * @throws InputError for files that are not there; EvaluationError for files that are not what they should be.
 */
export async function openRecognitionDataset(options: DatasetOptions): Promise<RecognitionDataset> {
  if (options.bin !== undefined) {
    if (options.images !== undefined || options.pairs !== undefined) {
      throw new InputError('--bin holds its own pictures: leave out --images and --pairs.')
    }
    return openBin(options.bin)
  }
  if (options.images === undefined) {
    throw new InputError(
      'Say where the pictures are: --images <folder>, with --pairs <file> or without; or --bin <file>.',
    )
  }
  const folder = resolve(options.images)
  const entry = await stat(folder).catch(() => undefined)
  if (!entry?.isDirectory()) throw new InputError(`There is no folder ${options.images}.`, 'no-such-file')
  return options.pairs === undefined ? openFolder(folder) : openPairs(folder, options.pairs)
}

async function openFolder(folder: string): Promise<RecognitionDataset> {
  const paths = await glob('**/*.{jpg,jpeg,png,webp}', {
    cwd: folder,
    caseSensitiveMatch: false,
    expandDirectories: false,
  })
  const { images, subjects } = groupByIdentity(paths)
  return {
    name: basename(folder),
    protocol: 'all-pairs',
    images: images.map(({ path }) => fileImage(folder, path)),
    people: images.map(({ subject }) => subjects[subject]),
  }
}

async function openPairs(folder: string, pairsPath: string): Promise<RecognitionDataset> {
  const { folds } = parsePairsFile((await readInput(pairsPath)).toString('utf8'))
  const indices = new Map<string, number>()
  const people: (string | undefined)[] = []
  const indexOf = ({ path, subject }: Pair['first']): number => {
    const index = indices.get(path) ?? indices.size
    if (!indices.has(path)) people.push(subject)
    indices.set(path, index)
    return index
  }
  const comparisons = folds.map((fold) =>
    fold.map(({ first, second, mated }) => ({ first: indexOf(first), second: indexOf(second), mated })),
  )
  const files = await findFiles(folder, [...indices.keys()])
  return {
    name: basename(pairsPath),
    protocol: 'pairs',
    images: files.map((path) => fileImage(folder, path)),
    people,
    folds: comparisons,
  }
}

/** Pairs files name pictures without an extension, or with one; a picture that is missing is an error. */
async function findFiles(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = []
  const found: string[] = []
  for (const name of names) {
    const path = await firstFile(folder, name)
    if (path === undefined) missing.push(name)
    else found.push(path)
  }
  if (missing.length > 0) {
    const shown = missing.slice(0, 3).join(', ')
    const others = missing.length > 3 ? ` and ${missing.length - 3} more` : ''
    throw new InputError(
      `${missing.length} of the ${names.length} pictures that the pairs file names are not in ${folder}: ${shown}${others}.`,
      'no-such-file',
    )
  }
  return found
}

async function firstFile(folder: string, name: string): Promise<string | undefined> {
  // A list from elsewhere must not reach outside the pictures' folder.
  if (isAbsolute(name) || normalize(name).startsWith('..')) return undefined
  for (const extension of EXTENSIONS) {
    const entry = await stat(join(folder, `${name}${extension}`)).catch(() => undefined)
    if (entry?.isFile()) return `${name}${extension}`
  }
  return undefined
}

async function openBin(path: string): Promise<RecognitionDataset> {
  const { images, mated } = readInsightfaceBin(await readInput(path))
  return {
    name: basename(path),
    protocol: 'insightface-bin',
    images: images.map((bytes, i) => ({ name: `${basename(path)}#${i}`, read: async () => bytes })),
    people: images.map(() => undefined),
    folds: inTenFolds(mated.map((isMated, i) => ({ first: 2 * i, second: 2 * i + 1, mated: isMated }))),
  }
}

/** insightface's own protocol: ten folds of neighbours. */
function inTenFolds<T>(list: readonly T[]): readonly (readonly T[])[] {
  const size = Math.max(1, Math.ceil(list.length / 10))
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size))
}

function fileImage(folder: string, path: string): DatasetImage {
  return { name: path, read: () => readFile(join(folder, path)) }
}

async function readInput(path: string): Promise<Buffer> {
  return readFile(path).catch(unreadable(path))
}
