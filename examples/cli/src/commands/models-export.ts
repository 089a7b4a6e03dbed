import { resolve } from 'node:path'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { EXPORT_INDEX, exportModels } from '../models/export-models.js'
import { openModelShelf } from '../models/model-shelf.js'
import { formatTable } from '../terminal/table.js'

interface ExportCommandOptions {
  readonly to: string
  readonly model?: readonly string[]
  readonly webgpu?: boolean
  readonly commercial?: boolean
}

/** `faceward models export --to <folder>`: what a web application serves so that the engine runs in its pages. */
export const registerModelsExport: RegisterCommand = (models, cli) => {
  models
    .command('export')
    .description('write the default models and WebAssembly files for a web application to serve')
    .requiredOption(
      '--to <folder>',
      'where to; serve it and give its address to createWebEngine as modelsUrl',
    )
    .option('--model <id...>', "also these models of 'models list'; they must have been pulled")
    .option('--webgpu', 'also the files that configuration.device = webgpu needs (27 MB)')
    .option('--commercial', 'refuse weights whose licence forbids commercial use')
    .action(
      cli.action<[], ExportCommandOptions>(async (invocation, _, options) => {
        const shelf = openModelShelf(invocation)
        const defaults = shelf.models.filter((manifest) => shelf.isDefault(manifest))
        const asked = (options.model ?? []).map((id) => shelf.find(id))
        const folder = resolve(options.to)
        const index = await exportModels({
          folder,
          models: [...new Set([...defaults, ...asked])],
          cache: shelf.cache,
          webgpu: options.webgpu ?? false,
          commercial: options.commercial ?? false,
          signal: invocation.signal,
        })
        return {
          exitCode: EXIT.ok,
          result: { folder, ...index },
          print: (to) => {
            const rows = [
              ...index.models.map(({ id, license, files }) => [id, size(files), license.spdx]),
              [`onnxruntime-web ${index.wasm.version}`, size(index.wasm.files), index.wasm.license],
            ]
            to.line(formatTable(['what', 'size', 'licence'], rows))
            to.line(`Written to ${folder}; ${EXPORT_INDEX} lists every file with its SHA-256.`)
            to.line(
              to.style(
                'quiet',
                'Serve .wasm as application/wasm, and compressed: it becomes a quarter of its size.',
              ),
            )
          },
        }
      }),
    )
}

function size(files: readonly { readonly bytes: number }[]): string {
  return `${(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1)} MB`
}
