import type { RegisterCommand } from '../cli.js'
import { registerModelsList } from './models-list.js'
import { registerModelsPull } from './models-pull.js'
import { registerModelsVerify } from './models-verify.js'

/** `faceward models`: what models there are, getting them, checking them. */
export const registerModels: RegisterCommand = (program, cli) => {
  const models = program.command('models').description('list, get and check models')
  for (const register of [registerModelsList, registerModelsPull, registerModelsVerify]) register(models, cli)
}
