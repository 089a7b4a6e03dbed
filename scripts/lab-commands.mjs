// What `npm run lab` lists: every program in lab/*/src/commands, and every *.bench.ts and *.measure.ts. The head
// comment of each says the rest: what it does in one line, then 'Needs: ...', and 'Options: ...' where it has some.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PROGRAM = /^commands\/([a-z0-9-]+)\.(?:ts|mjs|py)$/
const SPEED = /^(?:[a-z0-9-]+\/)*([a-z0-9-]+)\.(bench|measure)\.ts$/

/** The subjects of a lab folder, each with its line and its commands. */
export function labSubjects(lab = 'lab') {
  return readdirSync(lab, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(lab, name) }))
    .map(({ name, folder }) => ({
      name,
      what: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).description,
      commands: commandsIn(name, join(folder, 'src')),
    }))
    .filter(({ commands }) => commands.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

function commandsIn(subject, source) {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) =>
    file.replaceAll('\\', '/'),
  )
  return files
    .flatMap((file) => {
      const [, name, kind = 'program'] = PROGRAM.exec(file) ?? SPEED.exec(file) ?? []
      if (name === undefined || /\.test\.ts$/.test(file)) return []
      const path = join(source, file)
      return [{ id: `${subject}/${name}`, kind, file: path, ...headOf(readFileSync(path, 'utf8')) }]
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** What the comment at the head of a program says. */
export function headOf(source) {
  const lines = /^(?:(?:\/\/|#).*\n)*/.exec(source)[0].split('\n').slice(0, -1)
  const text = lines.map((line) => line.replace(/^(?:\/\/|#) ?/, ''))
  const told = (label) => text.find((line) => line.startsWith(`${label}: `))?.slice(label.length + 2)
  return { what: text[0], needs: told('Needs'), options: told('Options'), help: text.join('\n') }
}

/** The name that is the fewest edits away. */
export function nearestName(wanted, names) {
  const far = (a, b) => {
    let row = Array.from({ length: b.length + 1 }, (_, j) => j)
    for (let i = 1; i <= a.length; i++) {
      const next = [i]
      for (let j = 1; j <= b.length; j++)
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
      row = next
    }
    return row[b.length]
  }
  // A name given without its subject is meant as well.
  const of = (name) => Math.min(far(wanted, name), far(wanted, name.split('/')[1] ?? name))
  return names.toSorted((a, b) => of(a) - of(b))[0]
}

/** The table of lab/README.md. */
export function labTable(subjects) {
  return subjects
    .map(({ name, what, commands }) =>
      [
        `### ${name}\n\n${what}\n`,
        '| command | what it does | needs |\n|---|---|---|',
        ...commands.map((command) => `| \`${command.id}\` | ${command.what} | ${command.needs} |`),
      ].join('\n'),
    )
    .join('\n\n')
}
