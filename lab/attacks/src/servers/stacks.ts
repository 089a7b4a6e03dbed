/** Stacks in what a process wrote, each once, in one line: what nobody caught, and which files it names. */
export function stacksIn(text: string): readonly string[] {
  const found: string[][] = []
  let before = ''
  for (const line of text.split('\n')) {
    if (!/^\s+at .+:\d+:\d+\)?$/.test(line)) {
      before = line
      continue
    }
    if (before !== '') found.push([before.trim()])
    before = ''
    found.at(-1)?.push(line.trim().replace(/file:\/\/\S*\/(?=[^/]+\/[^/]+\/[^/]+$)/, ''))
  }
  return [...new Set(found.map((lines) => lines.slice(0, 5).join(' ')))]
}
