import { readFile } from 'node:fs/promises'
import { parseTransactions, type Transaction } from '@faceward/evaluation'
import { InputError } from '../input-error.js'

/** @throws InputError when the file cannot be read, EvaluationError when a line is no transaction. */
export async function readTransactions(path: string): Promise<readonly Transaction[]> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new InputError(`${path} cannot be read (${cause.code}).`, 'unreadable-file', { cause })
  })
  return parseTransactions(text)
}
