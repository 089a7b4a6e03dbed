import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { unreadable } from '../files/read-input.js'
import { InputError } from '../input-error.js'
import { findPictures } from '../pictures/find-pictures.js'

/** One presentation to the camera: a picture, or a folder of frames in the order of their names. */
export interface PresentationFiles {
  /** Relative to the folder given. */
  readonly name: string
  readonly frames: readonly string[]
  readonly subject: string
  /** The PAI species of an attack. */
  readonly species?: string
}

const PICTURE = /\.(jpe?g|png|webp)$/i

/**
 * Finds presentations laid out as `bona-fide/<person>/<presentation>` and
 * `attacks/<species>/<person>/<presentation>`, where a presentation is a picture or a folder of frames and the
 * person of an attack is the one impersonated.
 *
 * @throws InputError when there is none, or something lies where it cannot be told what it is.
 */
export async function findPresentations(folder: string): Promise<readonly PresentationFiles[]> {
  const bonaFide = await byPerson(folder, join(folder, 'bona-fide'))
  const species = await foldersIn(join(folder, 'attacks'))
  const attacks = await Promise.all(
    species.map(async (name) =>
      (await byPerson(folder, join(folder, 'attacks', name))).map((presentation) => ({
        ...presentation,
        species: name,
      })),
    ),
  )
  const all = [...bonaFide, ...attacks.flat()]
  if (all.length > 0) return all
  throw new InputError(
    `${folder} holds no presentations: expected bona-fide/<person>/<picture or folder of frames> and attacks/<species>/<person>/<picture or folder of frames>.`,
    'no-pictures',
  )
}

async function byPerson(root: string, folder: string): Promise<readonly PresentationFiles[]> {
  const people = await foldersIn(folder)
  const found = await Promise.all(
    people.map(async (subject) => {
      const entries = await readdir(join(folder, subject), { withFileTypes: true })
      return Promise.all(
        entries
          .filter((entry) => entry.isDirectory() || PICTURE.test(entry.name))
          .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
          .map(async (entry): Promise<PresentationFiles> => {
            const path = join(folder, subject, entry.name)
            return {
              name: relative(root, path).replaceAll('\\', '/'),
              frames: entry.isDirectory() ? await findPictures([path]) : [path],
              subject,
            }
          }),
      )
    }),
  )
  return found.flat()
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) =>
    cause.code === 'ENOENT' ? [] : unreadable(folder)(cause),
  )
  const loose = entries.find((entry) => entry.isFile() && PICTURE.test(entry.name))
  if (loose) {
    throw new InputError(`${join(folder, loose.name)} lies outside a person's folder.`, 'labels-missing')
  }
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}
