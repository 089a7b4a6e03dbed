import { loadDefaultModel } from '@faceward/model-pack'
import { pullModel } from '@faceward/models-node'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { openModelShelf } from '../models/model-shelf.js'

interface PullOptions {
  readonly commercial?: boolean
  readonly mirror?: string
  readonly proxy?: string
}

/** `faceward models pull <model>`: downloads a known model into the cache, hash checked. */
export const registerModelsPull: RegisterCommand = (models, cli) => {
  models
    .command('pull')
    .description('download a known model; nothing is ever downloaded otherwise')
    .argument('<model>', "an id that 'models list' shows")
    .option('--commercial', 'refuse weights whose licence forbids commercial use')
    .option('--mirror <url>', 'download from here instead; {sha256} and {id} are filled in')
    .option('--proxy <url>', 'http://name:password@host:port (default: HTTPS_PROXY)')
    .action(
      cli.action<[string], PullOptions>(async (invocation, [id], options) => {
        const { terminal, signal, environment } = invocation
        const shelf = openModelShelf(invocation)
        const manifest = shelf.find(id)
        if (shelf.isDefault(manifest)) {
          await loadDefaultModel(manifest, { signal })
          return {
            exitCode: EXIT.ok,
            result: { id, state: 'ready' },
            print: (to) => to.line(`${id} is a default model: it comes with the installation and is ready.`),
          }
        }
        const { cache } = shelf
        const bar = terminal.progress(`Downloading ${id}`, manifest.file.bytes)
        try {
          const { fromCache } = await pullModel(manifest, {
            cache,
            signal,
            environment,
            ...options,
            onProgress: ({ receivedBytes }) => bar.update(receivedBytes),
          })
          return {
            exitCode: EXIT.ok,
            result: {
              id,
              state: fromCache ? 'ready' : 'pulled',
              sha256: manifest.file.sha256,
              cacheFolder: cache.folder,
            },
            print: (to) => {
              to.line(
                fromCache ? `${id} was here already, content checked.` : `${id} downloaded, content checked.`,
              )
              to.line(
                to.style(
                  'quiet',
                  `Licence of the weights: ${manifest.license.spdx}. ${manifest.license.attribution}`,
                ),
              )
            },
          }
        } finally {
          bar.stop()
        }
      }),
    )
}
