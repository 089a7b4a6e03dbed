import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublishedFiles } from '@faceward/model-conversion'
import { ModelLoadError } from '@faceward/spec'
import { packageFolder } from './package-folder.js'

/** The data files of installed npm packages. */
export const packageFiles: PublishedFiles = {
  async read(file, origin, { signal }) {
    const folder = await packageFolder(origin.package, origin.version)
    return readFile(join(folder, file.path), { signal }).catch((cause: unknown) => {
      signal?.throwIfAborted()
      throw new ModelLoadError(
        `${file.path} of ${origin.package} cannot be read; version ${origin.version} is needed.`,
        { code: 'not-found', cause },
      )
    })
  },
}
