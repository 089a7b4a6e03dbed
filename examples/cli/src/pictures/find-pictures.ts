import { stat } from 'node:fs/promises'
import { join, normalize } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { InputError } from '../input-error.js'

const EXTENSIONS = '.jpg, .jpeg, .png and .webp'
const PICTURES = '*.{jpg,jpeg,png,webp}'

/**
 * The picture files that the arguments of a command name: files as given, all pictures of a folder, or what
 * a glob pattern finds; each once, numbers in names in their natural order.
 *
 * @throws InputError when one names nothing, so that a typing error is not taken for fewer pictures.
 */
export async function findPictures(args: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const arg of args) {
    for (const path of await expand(arg)) found.add(normalize(path))
  }
  return [...found]
}

async function expand(arg: string): Promise<readonly string[]> {
  const entry = await stat(arg).catch((error: NodeJS.ErrnoException) => {
    if (['ENOENT', 'ENOTDIR', 'EINVAL'].includes(error.code ?? '')) return undefined
    throw new InputError(`${arg} cannot be opened (${error.code}).`, 'unreadable-file', { cause: error })
  })
  if (entry?.isDirectory()) {
    const names = await glob(PICTURES, { cwd: arg, caseSensitiveMatch: false, expandDirectories: false })
    if (names.length === 0) {
      throw new InputError(`The folder ${arg} holds no pictures; looked for ${EXTENSIONS}.`, 'no-pictures')
    }
    return inNaturalOrder(names).map((name) => join(arg, name))
  }
  if (entry) return [arg]
  if (!isDynamicPattern(arg)) throw new InputError(`There is no file or folder ${arg}.`, 'no-such-file')
  const matches = await glob(arg.replaceAll('\\', '/'), { expandDirectories: false, dot: false })
  if (matches.length === 0) throw new InputError(`Nothing matches ${arg}.`, 'no-such-file')
  return inNaturalOrder(matches)
}

// frame-2 before frame-10.
const collator = new Intl.Collator('en', { numeric: true })
const inNaturalOrder = (names: readonly string[]) => [...names].sort(collator.compare)
