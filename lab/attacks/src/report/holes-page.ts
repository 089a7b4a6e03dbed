import { isAsItShouldBe, type Row, verdictOf } from './attack-table.js'

const HEAD = '| attack | server | before (eff46fc) | now |'
const keyOf = ({ name, server }: Pick<Row, 'name' | 'server'>) => `${plain(name)} | ${server}`
const plain = (text: string) => text.replaceAll('|', '\\|')

/** The page of what the attacks came to, with the columns that an earlier one has. */
export function holesPage(options: {
  readonly rows: readonly Row[]
  /** The page as it was, whose other column stays; empty at first. */
  readonly earlier: string
  readonly column: 'before' | 'now'
  readonly command: string
  readonly remarks: readonly string[]
}): string {
  const { rows, earlier, column, command, remarks } = options
  const known = columnsOf(earlier)
  const lines: string[] = []
  let group = ''
  for (const row of rows) {
    if (row.group !== group) lines.push('', `## ${row.group}`, '', HEAD, '|---|---|---|---|')
    group = row.group
    const had = known.get(keyOf(row)) ?? { before: '', now: '' }
    const found = plain(verdictOf(row))
    const { before, now } = column === 'before' ? { ...had, before: found } : { ...had, now: found }
    lines.push(`| ${plain(row.name)}${row.control ? ' (honest)' : ''} | ${row.server} | ${before} | ${now} |`)
  }
  const right = rows.filter(isAsItShouldBe).length
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
    `${column === 'before' ? 'Before' : 'Now'} ${right} of ${rows.length} rows are as they should be: an attack refused, an honest person served.`,
    ...lines,
    '',
  ].join('\n')
}

/** Both columns of a page, by attack and server. */
function columnsOf(page: string): ReadonlyMap<string, { readonly before: string; readonly now: string }> {
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && line !== HEAD)
  return new Map(
    rows.map((line) => {
      const [name = '', server = '', before = '', now = ''] = line
        .slice(2, -1)
        .split(' | ')
        .map((cell) => cell.trim())
      return [`${name.replace(/ \(honest\)$/, '')} | ${server}`, { before, now }]
    }),
  )
}
