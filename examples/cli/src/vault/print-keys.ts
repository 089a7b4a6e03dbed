import type { RecordKey } from '@faceward/spec'
import { formatTable } from '../terminal/table.js'
import type { Terminal } from '../terminal/terminal.js'

/** What was counted of one tenant's sealed records. */
export interface TenantCount {
  readonly tenantId: string
  readonly scanned: number
  readonly unreadable: number
  readonly unreadableKeys: readonly RecordKey[]
  readonly keyIds: Readonly<Record<string, number>>
}

/** The counts of all tenants, added up. */
export function totalOf(tenants: readonly TenantCount[]): Omit<TenantCount, 'tenantId'> {
  const keyIds: Record<string, number> = {}
  for (const tenant of tenants) {
    for (const [keyId, count] of Object.entries(tenant.keyIds)) keyIds[keyId] = (keyIds[keyId] ?? 0) + count
  }
  return {
    scanned: sumOf(tenants, 'scanned'),
    unreadable: sumOf(tenants, 'unreadable'),
    unreadableKeys: tenants.flatMap(({ unreadableKeys }) => unreadableKeys),
    keyIds,
  }
}

/** A figure of all tenants, added up. */
export function sumOf<Name extends string>(
  tenants: readonly Readonly<Record<Name, number>>[],
  name: Name,
): number {
  return tenants.reduce((sum, tenant) => sum + tenant[name], 0)
}

/** Which key seals how many records, tenant by tenant and in all. */
export function printKeyIds(terminal: Terminal, tenants: readonly TenantCount[]): void {
  const rowsOf = (name: string, { keyIds, unreadable }: Omit<TenantCount, 'tenantId'>) => [
    ...Object.entries(keyIds).map(([keyId, count]) => [name, keyId, String(count)]),
    ...(unreadable > 0 ? [[name, 'does not open', String(unreadable)]] : []),
  ]
  const rows = tenants.flatMap((tenant) => rowsOf(tenant.tenantId, tenant))
  if (rows.length === 0) return
  const total = tenants.length > 1 ? rowsOf('all tenants', totalOf(tenants)) : []
  terminal.line(formatTable(['tenant', 'key', 'records'], [...rows, ...total]))
}

/** Records that do not open, by the pseudonyms the store has. */
export function printUnreadable(terminal: Terminal, tenants: readonly TenantCount[]): void {
  const { unreadable: count, unreadableKeys: keys } = totalOf(tenants)
  if (count === 0) return
  const records = count === 1 ? 'record does' : 'records do'
  terminal.line(
    terminal.style('bad', `${count} ${records} not open: another key sealed them, or they were changed.`),
  )
  for (const { tenantId, collection, subject, id } of keys.slice(0, 10)) {
    terminal.line(`  ${tenantId}: ${collection}/${subject}/${id}`)
  }
  if (count > 10) terminal.line(`  and ${count - Math.min(10, keys.length)} more`)
}
