import type { Attack, StageName } from '../stage.js'
import { type Row, verdictOf } from './attack-table.js'

type Column = 'before' | 'now'
type Cells = Readonly<Record<Column, string>>

const SERVERS: readonly StageName[] = ['npm start', 'production']
const HEAD = '| attack | server | before (eff46fc) | now |'
const plain = (text: string) => text.replaceAll('|', '\\|')
const keyOf = (name: string, server: string) => `${plain(name)} | ${server}`

/**
 * The page of what the attacks came to: of every attack there is, what this run found, and what the page had of those that
 * were not run and in the other column.
 */
export function holesPage(options: {
  readonly attacks: readonly (Pick<Attack, 'group' | 'name'> & { readonly control?: boolean })[]
  readonly rows: readonly Row[]
  /** The page as it was; empty at first. */
  readonly earlier: string
  readonly column: Column
  readonly command: string
  readonly remarks: readonly string[]
}): string {
  const { attacks, rows, earlier, column, command, remarks } = options
  const cells = cellsOf(earlier)
  for (const row of rows) {
    const key = keyOf(row.name, row.server)
    const had = cells.get(key) ?? { before: '', now: '' }
    const found = plain(verdictOf(row))
    cells.set(key, column === 'before' ? { ...had, before: found } : { ...had, now: found })
  }
  const lines: string[] = []
  const counted = { right: 0, all: 0 }
  let group = ''
  for (const attack of attacks) {
    for (const server of SERVERS) {
      const found = cells.get(keyOf(attack.name, server))
      if (found === undefined) continue
      if (attack.group !== group) lines.push('', `## ${attack.group}`, '', HEAD, '|---|---|---|---|')
      group = attack.group
      const honest = attack.control ? HONEST : ''
      lines.push(`| ${plain(attack.name)}${honest} | ${server} | ${found.before} | ${found.now} |`)
      if (found[column] !== '') counted.all++
      if (found[column] !== '' && !found[column].startsWith('**')) counted.right++
    }
  }
  return [
    '# Attacks on the reference server',
    '',
    'This page is written by a command; do not edit it.',
    '',
    '```sh',
    command,
    '```',
    '',
    ...remarks,
    '',
    `${column === 'before' ? 'Before' : 'Now'} ${counted.right} of ${counted.all} rows are as they should be: an attack refused, an honest person served.`,
    ...lines,
    '',
  ].join('\n')
}

const HONEST = ' (honest)'

/** Both columns of a page, by attack and server. */
function cellsOf(page: string): Map<string, Cells> {
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && line !== HEAD)
  return new Map(
    rows.map((line) => {
      const [name = '', server = '', before = '', now = ''] = line
        .slice(2, -1)
        .split(' | ')
        .map((cell) => cell.trim())
      const attack = name.endsWith(HONEST) ? name.slice(0, -HONEST.length) : name
      return [`${attack} | ${server}`, { before, now }]
    }),
  )
}
