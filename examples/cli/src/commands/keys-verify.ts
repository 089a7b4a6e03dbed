import { verifyStore } from '@faceward/template-cipher'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { printKeyIds, printUnreadable, sumOf, totalOf } from '../vault/print-keys.js'
import { countSealedRecords, withVault } from '../vault/with-vault.js'

/** `faceward keys verify`: opens every record of every tenant, to see whether the keys at hand are enough. */
export const registerKeysVerify: RegisterCommand = (keys, cli) => {
  keys
    .command('verify')
    .description('open every record of every tenant with the keys at hand, and change nothing')
    .action(
      cli.action<[], object>((invocation) =>
        withVault(invocation, async (vault) => {
          const { signal, terminal } = invocation
          const bar = terminal.progress('Opening records', await countSealedRecords(vault, signal))
          const state = { count: 0 }
          const { tenants, isCurrent } = await verifyStore({
            ...vault,
            signal,
            onRecords: (count) => {
              state.count += count
              bar.update(state.count)
            },
          }).finally(() => bar.stop())
          const total = totalOf(tenants)
          const [opened, outdated] = [sumOf(tenants, 'opened'), sumOf(tenants, 'outdated')]
          return {
            exitCode: total.unreadable > 0 ? EXIT.broken : EXIT.ok,
            result: { ...total, opened, outdated, isCurrent, tenants },
            print: (to) => {
              to.line(`${opened} of ${total.scanned} records of ${tenantsText(tenants.length)} open.`)
              printKeyIds(to, tenants)
              printUnreadable(to, tenants)
              if (outdated > 0) to.line(`${outdated} are sealed with an older key: 'faceward keys rotate'.`)
            },
          }
        }),
      ),
    )
}

/** `1 tenant`, `2 tenants`. */
export function tenantsText(count: number): string {
  return count === 1 ? '1 tenant' : `${count} tenants`
}
