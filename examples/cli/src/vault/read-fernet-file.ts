import { readFile } from 'node:fs/promises'
import { newSubjectIdFault } from '@faceward/core'
import { z } from 'zod'
import { InputError } from '../input-error.js'

/** A token and whose it is said to be. */
export interface FernetEntry {
  readonly subjectId: string
  readonly token: string
}

const Listed = z.array(z.strictObject({ subject: z.string().min(1), token: z.string().min(1) })).min(1)
const Named = z.record(z.string().min(1), z.string().min(1))

/**
 * Reads `{ "alice": "gAAAA...", ... }` or `[{ "subject": "alice", "token": "gAAAA..." }, ...]`.
 *
 * @throws InputError when the file cannot be read or is neither, or a subject is none that can be enrolled; it names no content.
 */
export async function readFernetFile(path: string): Promise<readonly FernetEntry[]> {
  const json = await readJson(path)
  const listed = Listed.safeParse(json)
  const named = Named.safeParse(json)
  const entries = listed.success
    ? listed.data.map(({ subject, token }) => ({ subjectId: subject, token }))
    : named.success
      ? Object.entries(named.data).map(([subjectId, token]) => ({ subjectId, token }))
      : []
  if (entries.length === 0) {
    throw new InputError(
      `${path} holds no tokens: it must be {"subject": "token", ...} or a list of {"subject", "token"}.`,
    )
  }
  const subjects = new Set(entries.map(({ subjectId }) => subjectId))
  if (subjects.size < entries.length) throw new InputError(`${path} names a subject twice.`)
  entries.forEach(({ subjectId }, index) => {
    const fault = newSubjectIdFault(subjectId)
    if (fault !== undefined) {
      throw new InputError(`${path}: the subject of entry ${index + 1} cannot be enrolled: ${fault}`)
    }
  })
  return entries
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'it is no JSON'
    throw new InputError(`${path} cannot be read (${reason}).`, 'unreadable-file', { cause })
  }
}
