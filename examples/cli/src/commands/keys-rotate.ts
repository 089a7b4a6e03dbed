import { rotateStore, type StoreRotation } from '@faceward/template-cipher'
import type { RegisterCommand } from '../cli.js'
import { EXIT } from '../exit-codes.js'
import { printKeyIds, printUnreadable, sumOf, totalOf } from '../vault/print-keys.js'
import { countSealedRecords, withVault } from '../vault/with-vault.js'
import { tenantsText } from './keys-verify.js'

interface RotateOptions {
  readonly dryRun?: boolean
}

/** `faceward keys rotate`: seals every record of every tenant anew with the first key; nobody is enrolled again. */
export const registerKeysRotate: RegisterCommand = (keys, cli) => {
  keys
    .command('rotate')
    .description('seal every record of every tenant with the active key; can be stopped and run again')
    .option('--dry-run', 'count what is to be done, and change nothing')
    .addHelpText(
      'after',
      `
First put the new key in front and leave the old one, here and for every server of the store:
  BIOMETRIC_TEMPLATE_KEYS=k1:<new key>   BIOMETRIC_TEMPLATE_KEY=<old key>
then rotate, and remove the old key when it says that no record needs it any more.
The store is the SQLite file, or PostgreSQL where DATABASE_URL names it.`,
    )
    .action(
      cli.action<[], RotateOptions>((invocation, _, { dryRun = false }) =>
        withVault(invocation, async (vault) => {
          const { signal, terminal } = invocation
          const records = await countSealedRecords(vault, signal)
          const bar = terminal.progress('Sealing records anew', dryRun ? records : 2 * records)
          const state = { count: 0 }
          const rotation = await rotateStore({
            ...vault,
            dryRun,
            signal,
            onRecords: (count) => {
              state.count += count
              bar.update(state.count)
            },
          }).finally(() => bar.stop())
          const { tenants, verification } = rotation
          const counted = verification?.tenants ?? tenants
          const total = totalOf(counted)
          const [rewrapped, conflicts] = [sumOf(tenants, 'rewrapped'), sumOf(tenants, 'conflicts')]
          const isUnsound = total.unreadable > 0 || verification?.isCurrent === false
          return {
            exitCode: isUnsound ? EXIT.broken : EXIT.ok,
            result: {
              dryRun,
              rewrapped,
              conflicts,
              ...total,
              ...(verification && { isCurrent: verification.isCurrent }),
              tenants: counted,
            },
            print: (to) => {
              const done = dryRun ? 'would be sealed anew' : 'sealed anew'
              const scanned = sumOf(tenants, 'scanned')
              to.line(`${rewrapped} of ${scanned} records of ${tenantsText(tenants.length)} ${done}.`)
              printKeyIds(to, counted)
              printUnreadable(to, counted)
              for (const line of whatIsLeft(verification)) to.line(line)
            },
          }
        }),
      ),
    )
}

/** The sentence by which an operator removes a key stands here alone, and only when every record was opened. */
function whatIsLeft(verification: StoreRotation['verification']): readonly string[] {
  if (verification === undefined) return []
  const { tenants, isCurrent } = verification
  if (isCurrent) {
    return [
      `All ${sumOf(tenants, 'scanned')} records of ${tenantsText(tenants.length)} were opened under the active key: this store needs no other,`,
      'once every server has the active key in front. Backups made before still need theirs.',
    ]
  }
  const left = tenants
    .filter(({ outdated, unreadable }) => outdated + unreadable > 0)
    .map(
      ({ tenantId, outdated, unreadable }) =>
        `  ${tenantId}: ${outdated} sealed with an older key, ${unreadable} that do not open`,
    )
  const again =
    'Others wrote with an older key meanwhile: put the active key in front everywhere, and run it again.'
  return [
    'Keep every key: the store is not rotated yet.',
    ...left,
    ...(sumOf(tenants, 'outdated') > 0 ? [again] : []),
  ]
}
