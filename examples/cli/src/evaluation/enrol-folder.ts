import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { NodeEngine } from '@faceward/node'
import type { Invocation } from '../cli.js'
import { unreadable } from '../files/read-input.js'
import { InputError } from '../input-error.js'
import { findPictures } from '../pictures/find-pictures.js'
import { readPictures } from '../pictures/read-pictures.js'

/**
 * Enrols everybody in a folder of `<person>/<pictures>`; says who could not be.
 * @throws InputError when the folder holds nobody.
 */
export async function enrolFolder(
  engine: NodeEngine,
  folder: string,
  { signal, terminal }: Pick<Invocation, 'signal' | 'terminal'>,
): Promise<ReadonlySet<string>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(unreadable(folder))
  const people = entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
  if (people.length === 0)
    throw new InputError(`${folder} holds nobody: expected <person>/<pictures>.`, 'no-pictures')
  const bar = terminal.progress('Enrolling', people.length)
  const enrolled = new Set<string>()
  try {
    for (const [i, subjectId] of people.entries()) {
      const pictures = await readPictures(await findPictures([join(folder, subjectId)]), {
        decoder: engine.decoder,
        signal,
      })
      const frames = pictures.flatMap((picture) => (picture.status === 'read' ? [picture.frame] : []))
      const { decision, message } = await engine.enroll({ subjectId, frames, signal })
      if (decision === 'enrolled') enrolled.add(subjectId)
      else terminal.remark(`${subjectId} was not enrolled: ${message}`)
      bar.update(i + 1)
    }
    return enrolled
  } finally {
    bar.stop()
  }
}
