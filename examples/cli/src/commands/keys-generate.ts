import { systemRandom } from '@faceward/node'
import { generateHexKey } from '@faceward/template-cipher'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'

/** `faceward keys generate`: prints a new key and stores it nowhere. */
export const registerKeysGenerate: RegisterCommand = (keys, cli) => {
  keys
    .command('generate')
    .description('print a new random template key; it is stored nowhere')
    .action(
      cli.action<[], object>(async ({ terminal }) => {
        const key = generateHexKey(systemRandom)
        terminal.remark(
          'Set it as BIOMETRIC_TEMPLATE_KEY, and keep a copy safe: without it nobody can open the templates.',
        )
        return { exitCode: EXIT.ok, result: { key }, print: (to) => to.line(key) }
      }),
    )
}
