import type { RegisterCommand } from '../cli.js'
import { registerKeysGenerate } from './keys-generate.js'
import { registerKeysRotate } from './keys-rotate.js'
import { registerKeysVerify } from './keys-verify.js'

/** `faceward keys`: making, changing and checking the keys templates are sealed with. */
export const registerKeys: RegisterCommand = (program, cli) => {
  const keys = program.command('keys').description('make, rotate and check template keys')
  for (const register of [registerKeysGenerate, registerKeysRotate, registerKeysVerify]) register(keys, cli)
}
