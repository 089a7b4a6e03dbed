import * as z from 'zod'
import { readTextInput } from '../files/read-input.js'
import { InputError } from '../input-error.js'
import type { JudgedPresentation } from './judge-presentation.js'

const presentation = z.strictObject({
  name: z.string().min(1),
  response: z.enum(['bona-fide', 'attack', 'none']),
  species: z.string().min(1).optional(),
  subject: z.string().min(1).optional(),
  accepted: z.boolean().optional(),
  score: z.number().min(0).max(1).optional(),
})

/**
 * Reads presentations that another system has judged, one JSON object a line.
 * @throws InputError with the number of the line.
 */
export async function readPresentations(path: string): Promise<readonly JudgedPresentation[]> {
  const text = await readTextInput(path)
  return text.split(/\r?\n/).flatMap((line, i) => {
    if (line.trim() === '') return []
    const parsed = presentation.safeParse(parseJson(line))
    if (parsed.success) return [parsed.data as JudgedPresentation]
    const issue = parsed.error.issues[0]!
    throw new InputError(
      `${path}, line ${i + 1}: ${[...issue.path, issue.message].map(String).join(': ')}.`,
      'malformed-dataset',
    )
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
