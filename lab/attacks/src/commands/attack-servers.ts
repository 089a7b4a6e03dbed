// Tries every attack on the built server, as npm start runs it and in production, and honest people beside it.
// Needs: a build
// Options: [--ci] [--seed 1] [--only words] [--server name] [--people folder] [--write page [--column before]]
//
// Ends with 0 when every attack is refused and every honest person served. Options and how it is made: lab/attacks/README.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { allAttacks } from '../attacks/all-attacks.js'
import { endCrossFades } from '../people/cross-fade.js'
import { usePeopleOf } from '../people/real-people.js'
import { print } from '../print.js'
import { isAsItShouldBe, type Row, verdictOf } from '../report/attack-table.js'
import { holesPage } from '../report/holes-page.js'
import { runAttacks } from '../run-attacks.js'
import type { Attack, StageName } from '../stage.js'

const REMARKS = [
  'The built server as a process of its own on loopback: as `npm start` runs it, and with `NODE_ENV=production`, API keys and a',
  'template key, people enrolled beforehand under supervision. People are simulated unless it is said: their photographs and',
  'sessions say whether a rule holds, not how often real people are confused. Every attack comes from an address of its own, in',
  'production with a key of its own, on ids of its own. The limit of requests a minute is lifted: haste is not what is refused.',
]

const { values } = parseArgs({
  options: {
    ci: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    server: { type: 'string' },
    crowd: { type: 'string' },
    people: { type: 'string' },
    write: { type: 'string' },
    column: { type: 'string', default: 'now' },
  },
})
const seed = Number(values.seed)
const crowd = Number(values.crowd ?? (values.ci ? 12 : 60))
const servers = (['npm start', 'production'] as const).filter((name) =>
  [undefined, name].includes(values.server as StageName),
)

const every = allAttacks(crowd)
const attacks = every.filter(({ name, group }) => `${group} ${name}`.includes(values.only))
const rows = await tryAll(attacks)
if (values.people !== undefined) {
  usePeopleOf(values.people)
  rows.push(...(await tryAll(attacks.filter(({ onPhotographs }) => onPhotographs).map(onRealPeople))))
  usePeopleOf(undefined)
}
await endCrossFades()

if (values.write !== undefined) {
  const command = `npm run lab -- attacks/attack-servers${values.ci ? ' --ci' : ''} --seed ${seed} --write docs/evaluation/holes.md`
  const earlier = existsSync(values.write) ? readFileSync(values.write, 'utf8') : ''
  const column = values.column === 'before' ? 'before' : 'now'
  const known = [...every, ...every.map(onRealPeople)]
  writeFileSync(values.write, holesPage({ attacks: known, rows, earlier, column, command, remarks: REMARKS }))
}
const wrong = rows.filter((row) => !isAsItShouldBe(row))
print(`${rows.length - wrong.length} of ${rows.length} rows are as they should be`)
process.exitCode = wrong.length === 0 ? 0 : 1

async function tryAll(these: readonly Attack[]): Promise<Row[]> {
  const found: Row[] = []
  for (const server of servers) {
    const options = { seed, crowd, thorough: !values.ci }
    const onRow = (row: Row) => {
      print(`${isAsItShouldBe(row) ? 'ok ' : 'BAD'} ${server}: ${row.name}: ${verdictOf(row)}`)
    }
    found.push(...(await runAttacks(server, these, options, onRow)))
  }
  return found
}

function onRealPeople(attack: Attack): Attack {
  return {
    ...attack,
    group: `${attack.group}: photographs of real people`,
    name: `real people: ${attack.name}`,
  }
}
