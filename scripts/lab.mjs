// What measures, fits, attacks and makes golden data: node scripts/lab.mjs [<subject>/<command> [options]]
// Without a command it lists all; with --help after one it prints what the command's head says.
import { readFileSync, writeFileSync } from 'node:fs'
import { labSubjects, labTable, nearestName } from './lab-commands.mjs'
import { runLab } from './lab-run.mjs'

const README = 'lab/README.md'
const MARKS = /(?<=<!-- commands -->\n)[\s\S]*(?=<!-- \/commands -->)/
const subjects = labSubjects()
const commands = subjects.flatMap((subject) => subject.commands)

function list(these) {
  const width = Math.max(...commands.map(({ id }) => id.length)) + 2
  console.log('usage: npm run lab -- <subject>/<command> [options]   (--help after a command says more)')
  for (const { name, what, commands: own } of these) {
    console.log(`\n${name}: ${what}`)
    for (const { id, what: does, needs } of own)
      console.log(
        `  ${id.padEnd(width)}${does}${needs === 'nothing' ? '' : `\n  ${' '.repeat(width)}needs ${needs}`}`,
      )
  }
}

const [wanted, ...options] = process.argv.slice(2)
const command = commands.find(({ id }) => id === wanted)
const subject = subjects.find(({ name }) => name === wanted)
if (wanted === undefined || wanted === '--help') list(subjects)
else if (wanted === '--write-index') {
  const readme = readFileSync(README, 'utf8')
  writeFileSync(README, readme.replace(MARKS, `${labTable(subjects)}\n`))
} else if (subject !== undefined && options.length === 0) list([subject])
else if (command === undefined) {
  const asked = subject === undefined ? wanted : `${wanted}/${options[0]}`
  const names = [...commands.map(({ id }) => id), ...subjects.map(({ name }) => name)]
  console.error(
    `The lab has no '${asked}'. Do you mean '${nearestName(asked, names)}'? \`npm run lab\` lists all.`,
  )
  process.exitCode = 3
} else if (options.includes('--help')) console.log(`npm run lab -- ${command.id}\n\n${command.help}`)
else process.exitCode = runLab([command], options)
