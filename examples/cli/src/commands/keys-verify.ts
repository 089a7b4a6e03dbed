import { verifyRecords } from '@faceward/template-cipher'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { printKeyIds, printUnreadable } from '../vault/print-keys.js'
import { countSealedRecords, TENANT, withVault } from '../vault/with-vault.js'

/** `faceward keys verify`: opens every record, to see whether the keys at hand are enough. */
export const registerKeysVerify: RegisterCommand = (keys, cli) => {
  keys
    .command('verify')
    .description('open every record with the keys at hand, and change nothing')
    .action(
      cli.action<[], object>((invocation) =>
        withVault(invocation, async (vault) => {
          const { signal, terminal } = invocation
          const bar = terminal.progress('Opening records', await countSealedRecords(vault, signal))
          const report = await verifyRecords({
            ...vault,
            tenantId: TENANT,
            signal,
            onProgress: ({ scanned }) => bar.update(scanned),
          }).finally(() => bar.stop())
          const { scanned, opened, outdated, unreadable, unreadableKeys, keyIds } = report
          return {
            exitCode: unreadable > 0 ? EXIT.broken : EXIT.ok,
            result: { scanned, opened, outdated, unreadable, unreadableKeys, keyIds },
            print: (to) => {
              to.line(`${opened} of ${scanned} records open.`)
              printKeyIds(to, keyIds)
              printUnreadable(to, unreadable, unreadableKeys)
              if (outdated > 0) to.line(`${outdated} are sealed with an older key: 'faceward keys rotate'.`)
            },
          }
        }),
      ),
    )
}
