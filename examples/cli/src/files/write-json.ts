import { writeFileAtomically } from './write-file-atomically.js'

/** Writes a document as people read it. */
export function writeJson(path: string, document: object): Promise<void> {
  return writeFileAtomically(path, `${JSON.stringify(document, undefined, 2)}\n`)
}

/** Writes one JSON object a line; nothing where there is none. */
export async function writeJsonLines(path: string, objects: readonly object[]): Promise<void> {
  if (objects.length === 0) return
  await writeFileAtomically(path, objects.map((object) => `${JSON.stringify(object)}\n`).join(''))
}
