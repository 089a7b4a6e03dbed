import { cpus, loadavg } from 'node:os'
import type { CipherCost, PutCost } from './costs.js'
import type { KillLoopReport } from './kill-loop.js'
import type { Residue } from './residue.js'

/** Everything that was measured; a part is missing when PostgreSQL is. */
export interface ProtectionMeasurements {
  readonly sqliteKills: KillLoopReport
  readonly postgresKills?: KillLoopReport | undefined
  readonly sqliteResidue: readonly (readonly [when: string, residue: Residue])[]
  readonly postgresResidue?: readonly (readonly [when: string, residue: Residue])[] | undefined
  readonly rowsOfFourProcesses: number
  readonly ciphers: readonly CipherCost[]
  readonly put: PutCost
}

/** What must hold, and whether it does. */
export function judge(
  found: ProtectionMeasurements,
): readonly (readonly [promise: string, holds: boolean])[] {
  const kills = (name: string, report: KillLoopReport | undefined): [string, boolean][] =>
    report
      ? [[`${name}: nothing lost, nothing corrupt after kill -9`, report.lost === 0 && report.corrupt === 0]]
      : []
  const [before] = found.sqliteResidue
  return [
    ...kills('SQLite', found.sqliteKills),
    ...kills('PostgreSQL', found.postgresKills),
    // A few pieces lie across two pages, with a page's header in between.
    [
      'SQLite: the scan finds the record before it is deleted',
      before !== undefined && before[1].found > 0.9 * before[1].pieces,
    ],
    [
      'SQLite: no piece of a deleted subject is left',
      found.sqliteResidue.slice(1).every(([, { found }]) => found === 0),
    ],
    ['SQLite: 400 rows of four processes', found.rowsOfFourProcesses === 400],
  ]
}

/** The page docs/evaluation/template-protection.md. */
export function renderReport(found: ProtectionMeasurements, command: string): string {
  const [cpu] = cpus()
  const judged = judge(found)
  const kills = (name: string, report: KillLoopReport | undefined) =>
    report
      ? `| ${name} | ${report.acknowledged.toLocaleString('en')} | ${report.kills} | ${report.lost} | ${report.corrupt} |`
      : `| ${name} | not measured: PostgreSQL is not installed here | | | |`
  const residues = (name: string, list: ProtectionMeasurements['sqliteResidue'] | undefined) =>
    (list ?? []).map(([when, { pieces, found: left }]) => `| ${name} | ${when} | ${left} of ${pieces} |`)
  return `# Template protection, measured

This page is written by a command; do not edit it.

\`\`\`sh
${command}
\`\`\`

Machine: ${cpus().length} x ${cpu?.model.trim()}, Node ${process.version}, ${process.platform}. Load average while
measuring: ${loadavg()
    .map((load) => load.toFixed(1))
    .join(', ')} (times are of a shared machine; counts do not depend on it).
${new Date().toISOString().slice(0, 10)}.

${judged.map(([promise, holds]) => `- ${holds ? 'holds' : '**BROKEN**'}: ${promise}`).join('\n')}

## kill -9 while writing

A process writes 5 KB records over and over and says so after each acknowledged write. It (SQLite), or every
process of its server (PostgreSQL), is killed with SIGKILL at a random moment; then the same data is opened
again, SQLite's integrity check is run, and every record is compared with what was acknowledged: its revision
must be the acknowledged one or the next, its bytes those of that revision.

| store | acknowledged writes | kills | lost | corrupt |
|---|---|---|---|---|
${kills('SQLite', found.sqliteKills)}
${kills('PostgreSQL', found.postgresKills)}

What this does not show: a power cut. For that the stores rely on \`synchronous = FULL\` and
\`synchronous_commit\`, which wait for the disk at each commit, and on a disk that tells the truth.

## What is left after deleting a subject

A hundred subjects are written, one of them four times; then that one is deleted. Every 32-byte piece ever
sealed for it is searched in every file of the store.

| store | when | pieces found |
|---|---|---|
${[...residues('SQLite', found.sqliteResidue), ...residues('PostgreSQL', found.postgresResidue)].join('\n')}

PostgreSQL keeps deleted rows until it vacuums, and its log until it is recycled, archives and replicas not
counted. Where that matters, use a key for each subject in a store that erases (docs/concepts/templates.md):
deleting the key makes all of it unreadable. Neither store can reach what the file system or the disk keeps of
overwritten blocks.

## Four processes on one SQLite file

100 writes each: ${found.rowsOfFourProcesses} rows of 400.

## Cost

Sealing and opening a 4 KB template, with key derivation, padding and envelope; the median of the quietest of
ten blocks of calls. The goal is 60 µs.

| cipher | seal | open |
|---|---|---|
${found.ciphers.map(({ name, sealMicroseconds, openMicroseconds }) => `| ${name} | ${sealMicroseconds.toFixed(0)} µs | ${openMicroseconds.toFixed(0)} µs |`).join('\n')}

A durable put of a 5 KB record in SQLite takes ${found.put.putMilliseconds.toFixed(2)} ms (median); writing the same bytes to a
file and fdatasync, in turns with it, ${found.put.bareMilliseconds.toFixed(2)} ms: ${found.put.ratio.toFixed(2)} times. The goal is 1.2 times.
`
}
