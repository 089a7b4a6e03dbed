import { readFile } from 'node:fs/promises'
import { InputError } from '../input-error.js'

/** For `catch` of reading: the failure as an InputError that names the path and the system's code, nothing of the content. */
export function unreadable(path: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    throw new InputError(`${path} cannot be read (${cause.code}).`, 'unreadable-file', { cause })
  }
}

/** A file that the user named, as text. @throws InputError `unreadable-file`. */
export function readTextInput(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(unreadable(path))
}
