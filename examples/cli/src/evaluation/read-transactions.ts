import { parseTransactions, type Transaction } from '@faceward/evaluation'
import { readTextInput } from '../files/read-input.js'

/** @throws InputError when the file cannot be read, EvaluationError when a line is no transaction. */
export async function readTransactions(path: string): Promise<readonly Transaction[]> {
  const text = await readTextInput(path)
  return parseTransactions(text)
}
