import { isIP } from 'node:net'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { InputError } from '../input-error.js'
import { openModelShelf } from '../models/model-shelf.js'
import { serveModels } from '../models/serve-models.js'

interface ServeCommandOptions {
  readonly host: string
  readonly port: string
  readonly openWithoutTlsOrAuthentication?: boolean
}

const HELP = `
For devices whose EDGE_FALLBACK_URL is this address: they send crops of faces and get embeddings. The server has no TLS
and asks nobody who they are, so it listens on this machine alone; put a proxy before it that does both. Ctrl-C ends it.`

/** `faceward models serve`: the default models by the Open Inference Protocol v2, for devices that cannot run them. */
export const registerModelsServe: RegisterCommand = (models, cli) => {
  models
    .command('serve')
    .description('serve the default models to devices that cannot run them (Open Inference Protocol v2)')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <number>', 'the port; 0 takes a free one', '8500')
    .option(
      '--open-without-tls-or-authentication',
      'listen for other machines: faces travel in clear, and whoever reaches it may use it',
    )
    .addHelpText('after', HELP)
    .action(
      cli.action<[], ServeCommandOptions>(async (invocation, _, options) => {
        const { terminal, signal } = invocation
        const { host, isOpen } = hostOf(options)
        const port = portOf(options)
        const shelf = openModelShelf(invocation)
        const served = shelf.models.filter((manifest) => shelf.isDefault(manifest))
        terminal.remark(`Loading ${served.length} models.`)
        const requests = await serveModels({
          models: served,
          host,
          port,
          signal,
          onListening: (url) => {
            if (isOpen) {
              terminal.remark(
                'Open to other machines, without TLS and authentication: faces travel in clear.',
              )
            }
            terminal.remark(`Serving ${served.map(({ id }) => id).join(', ')} at ${url}; Ctrl-C ends it.`)
          },
        })
        return {
          exitCode: EXIT.ok,
          result: { requests },
          print: (to) => to.line(`Ended after ${requests} request${requests === 1 ? '' : 's'}.`),
        }
      }),
    )
}

function hostOf({ host, openWithoutTlsOrAuthentication: isAllowed = false }: ServeCommandOptions) {
  const isOpen = !/^(localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host)
  if (isOpen && isIP(host) === 0) {
    throw new InputError(`--host is 'localhost' or an address of this machine, not '${host}'.`)
  }
  if (isOpen && !isAllowed) {
    throw new InputError(
      `${host} is open to other machines, and this server has no TLS and asks nobody who they are: faces would travel in clear, and whoever reached it could use it. Put a proxy before 127.0.0.1, or say --open-without-tls-or-authentication.`,
      'open-host',
    )
  }
  return { host, isOpen }
}

function portOf({ port }: ServeCommandOptions): number {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN
  if (number <= 65_535) return number
  throw new InputError(`--port is a whole number from 0 to 65535, not '${port}'.`)
}
