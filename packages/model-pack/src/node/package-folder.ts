import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ModelLoadError } from '@faceward/spec'

const require = createRequire(import.meta.url)

/**
 * The folder an npm package is installed in. Nothing of the package is run: its entry point is only located, since
 * an `exports` map may hide every other file, and the folder is the nearest one above with its package.json.
 *
 * @throws ModelLoadError `not-found`.
 */
export async function packageFolder(name: string, version: string): Promise<string> {
  let folder = dirname(locate(name, version))
  for (;;) {
    if ((await nameOfPackageIn(folder)) === name) return folder
    const parent = dirname(folder)
    if (parent === folder) throw notInstalled(name, version)
    folder = parent
  }
}

function locate(name: string, version: string): string {
  try {
    return require.resolve(name)
  } catch (cause) {
    throw notInstalled(name, version, cause)
  }
}

async function nameOfPackageIn(folder: string): Promise<unknown> {
  try {
    return (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { name?: unknown }).name
  } catch {
    return undefined
  }
}

function notInstalled(name: string, version: string, cause?: unknown): ModelLoadError {
  return new ModelLoadError(
    `The models are in ${name}, which is not installed: npm install ${name}@${version}`,
    {
      code: 'not-found',
      cause,
    },
  )
}
