import Table from 'cli-table3'

const QUIET_FRAME = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((part) => [`${side}${part}`, '']),
  ),
)

/** Aligned columns with a heading and no frame, for a terminal. Cells may hold colour. */
export function formatTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: [...heading],
    chars: { ...QUIET_FRAME, middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  table.push(...rows.map((row) => [...row]))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
