import type { ModelManifest } from '@faceward/spec'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { openModelShelf } from '../models/model-shelf.js'
import { formatTable } from '../terminal/table.js'

/** `faceward models list`: the default models and the catalogue, with licence, size and whether they are here. */
export const registerModelsList: RegisterCommand = (models, cli) => {
  models
    .command('list')
    .description('list known models: task, size, licence of the weights, whether they are here')
    .action(
      cli.action<[], object>(async (invocation) => {
        const shelf = openModelShelf(invocation)
        const entries = shelf.models.map((manifest) => ({
          id: manifest.id,
          task: manifest.task,
          description: manifest.description,
          bytes: manifest.file.bytes,
          sha256: manifest.file.sha256,
          license: manifest.license,
          isDefault: shelf.isDefault(manifest),
          isCached: shelf.hasFile(manifest),
          isCalibrated: manifest.calibration !== undefined,
        }))
        return {
          exitCode: EXIT.ok,
          result: { cacheFolder: shelf.cache.folder, models: entries },
          print: (terminal) => {
            const rows = entries.map(({ id, task, bytes, license, isDefault, isCached }) => [
              id,
              task,
              `${(bytes / 1e6).toFixed(1)} MB`,
              licenseOf(license),
              isDefault ? 'default' : isCached ? 'here' : "'models pull'",
            ])
            terminal.line(formatTable(['model', 'task', 'size', 'licence of the weights', 'here'], rows))
            terminal.line(terminal.style('quiet', `Cache: ${shelf.cache.folder}`))
          },
        }
      }),
    )
}

function licenseOf({ spdx, commercialUse }: ModelManifest['license']): string {
  return commercialUse ? spdx : `${spdx} (no commercial use)`
}
