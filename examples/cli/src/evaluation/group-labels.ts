import { readTextInput } from '../files/read-input.js'
import { InputError } from '../input-error.js'

/**
 * Reads which group every person belongs to: one `person,group` (or tab) a line, a first line `person,group`
 * or `subject,group` is a heading.
 *
 * @throws InputError when the file cannot be read or names nobody of the data set.
 */
export async function readGroupLabels(
  path: string,
  people: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const text = await readTextInput(path)
  const labels = new Map<string, string>()
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || (i === 0 && /^(person|subject)\s*[,\t]\s*group$/i.test(line.trim()))) continue
    const parts = line.split(/[,\t]/).map((part) => part.trim())
    if (parts.length !== 2 || parts.some((part) => part === '')) {
      throw new InputError(`${path}, line ${i + 1}: expected person,group.`, 'labels-missing')
    }
    labels.set(parts[0]!, parts[1]!)
  }
  if (![...labels.keys()].some((person) => people.has(person))) {
    throw new InputError(`${path} names nobody of this data set.`, 'labels-missing')
  }
  return labels
}
