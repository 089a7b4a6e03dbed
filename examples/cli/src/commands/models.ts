import type { RegisterCommand } from '../cli.js'
import { registerModelsExport } from './models-export.js'
import { registerModelsList } from './models-list.js'
import { registerModelsPull } from './models-pull.js'
import { registerModelsServe } from './models-serve.js'
import { registerModelsVerify } from './models-verify.js'

/** `faceward models`: what models there are, getting, checking, exporting and serving them. */
export const registerModels: RegisterCommand = (program, cli) => {
  const models = program.command('models').description('list, get, check, export and serve models')
  for (const register of [
    registerModelsList,
    registerModelsPull,
    registerModelsVerify,
    registerModelsExport,
    registerModelsServe,
  ])
    register(models, cli)
}
