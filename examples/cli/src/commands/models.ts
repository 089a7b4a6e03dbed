import type { RegisterCommand } from '../cli.js'
import { registerModelsExport } from './models-export.js'
import { registerModelsList } from './models-list.js'
import { registerModelsPull } from './models-pull.js'
import { registerModelsVerify } from './models-verify.js'

/** `faceward models`: what models there are, getting them, checking them, exporting them for a page. */
export const registerModels: RegisterCommand = (program, cli) => {
  const models = program.command('models').description('list, get, check and export models')
  for (const register of [registerModelsList, registerModelsPull, registerModelsVerify, registerModelsExport])
    register(models, cli)
}
