import type { RecordKey } from '@faceward/spec'
import { formatTable } from '../terminal/table.js'
import type { Terminal } from '../terminal/terminal.js'

/** Which key seals how many records. */
export function printKeyIds(terminal: Terminal, keyIds: Readonly<Record<string, number>>): void {
  const rows = Object.entries(keyIds).map(([keyId, count]) => [keyId, String(count)])
  if (rows.length > 0) terminal.line(formatTable(['key', 'records'], rows))
}

/** Records that do not open, by the pseudonyms the store has. */
export function printUnreadable(terminal: Terminal, count: number, keys: readonly RecordKey[]): void {
  if (count === 0) return
  const records = count === 1 ? 'record does' : 'records do'
  terminal.line(
    terminal.style('bad', `${count} ${records} not open: another key sealed them, or they were changed.`),
  )
  for (const { collection, subject, id } of keys.slice(0, 10))
    terminal.line(`  ${collection}/${subject}/${id}`)
  if (count > 10) terminal.line(`  and ${count - 10} more`)
}
