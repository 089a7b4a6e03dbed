import { rewrapRecords } from '@faceward/template-cipher'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { printKeyIds, printUnreadable } from '../vault/print-keys.js'
import { countSealedRecords, TENANT, withVault } from '../vault/with-vault.js'

interface RotateOptions {
  readonly dryRun?: boolean
}

/** `faceward keys rotate`: seals every record anew with the first key; nobody is enrolled again. */
export const registerKeysRotate: RegisterCommand = (keys, cli) => {
  keys
    .command('rotate')
    .description('seal every record with the active key; can be stopped and run again')
    .option('--dry-run', 'count what is to be done, and change nothing')
    .addHelpText(
      'after',
      `
First put the new key in front and leave the old one:
  BIOMETRIC_TEMPLATE_KEYS=k1:<new key>   BIOMETRIC_TEMPLATE_KEY=<old key>
then rotate, and remove the old key when no record needs it any more.`,
    )
    .action(
      cli.action<[], RotateOptions>((invocation, _, { dryRun = false }) =>
        withVault(invocation, async (vault) => {
          const { signal, terminal } = invocation
          const bar = terminal.progress('Sealing records anew', await countSealedRecords(vault, signal))
          const report = await rewrapRecords({
            ...vault,
            tenantId: TENANT,
            dryRun,
            signal,
            onProgress: ({ scanned }) => bar.update(scanned),
          }).finally(() => bar.stop())
          const { scanned, rewrapped, conflicts, unreadable, unreadableKeys, keyIds } = report
          return {
            exitCode: unreadable > 0 ? EXIT.broken : EXIT.ok,
            result: { dryRun, scanned, rewrapped, conflicts, unreadable, unreadableKeys, keyIds },
            print: (to) => {
              const done = dryRun ? 'would be sealed anew' : 'sealed anew'
              to.line(`${rewrapped} of ${scanned} records ${done}.`)
              if (conflicts > 0)
                to.line(`${conflicts} were written by somebody else meanwhile: run it once more.`)
              printKeyIds(to, keyIds)
              printUnreadable(to, unreadable, unreadableKeys)
              if (!dryRun && conflicts === 0 && unreadable === 0) {
                to.line('A key that is not in this list is no longer needed.')
              }
            },
          }
        }),
      ),
    )
}
