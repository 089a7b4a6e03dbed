import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '@faceward/models-node'
import { InputError } from '../input-error.js'

/**
 * Writes a file that is there whole or not at all, also when the process is stopped; makes its folder.
 *
 * @throws InputError when it cannot be written.
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID().slice(0, 8)}.draft`
  try {
    await makeFolder(dirname(path))
    await writeFile(draft, content)
    await rename(draft, path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new InputError(`${path} cannot be written (${code}).`, 'unwritable-file', { cause })
  } finally {
    await rm(draft, { force: true }).catch(() => {})
  }
}
