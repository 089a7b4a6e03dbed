import type { FuzzFindings } from './run-fuzz.js'

/** What the run found, as docs/evaluation/fuzzing.md. */
export function fuzzingPage({
  seed,
  requests,
  seconds,
  kinds,
  statuses,
  resident,
  failures,
}: FuzzFindings): string {
  const crashes = failures.filter((line) => line.startsWith('the server ended')).length
  const counted = (of: Readonly<Record<string, number>>) =>
    Object.entries(of).map(([name, count]) => `| ${name === '0' ? 'closed without one' : name} | ${count} |`)
  return [
    '# Fuzzing the reference server',
    '',
    'This page is written by a command; do not edit it.',
    '',
    '```sh',
    `npm run lab -- attacks/fuzz-server --requests ${requests} --seed ${seed} --write docs/evaluation/fuzzing.md`,
    '```',
    '',
    'The built server as a process of its own on loopback, with API keys of seven kinds of scopes and two tenants, without a',
    'required challenge so that requests come as far as the models. All routes and methods; JSON and forms, right, nearly',
    'right, mutated, deep, wide and long; pictures and depth packets, mutated; heads and bytes that are no honest HTTP. A request follows from',
    'the seed and its number alone, but for keys and challenges, which the server draws: `--only <number>` sends one again.',
    '',
    `- requests: ${requests.toLocaleString('en-GB')} in ${seconds.toFixed(0)} s`,
    `- crashes: ${crashes}`,
    `- answers of 500: ${statuses['500'] ?? 0}`,
    `- memory (RSS): ${resident.first.toFixed(0)} MB at first, ${resident.most.toFixed(0)} MB at most, ${resident.last.toFixed(0)} MB at the end`,
    `- afterwards an honest person is ${failures.some((line) => line.startsWith('afterwards')) ? 'not served' : 'enrolled and accepted'}`,
    '',
    '| requests | count |',
    '|---|---|',
    ...counted(kinds),
    '',
    '| answers | count |',
    '|---|---|',
    ...counted(statuses),
    '',
    ...(failures.length === 0
      ? []
      : ['What failed:', '', ...failures.slice(0, 50).map((line) => `- ${line.replaceAll('|', '\\|')}`), '']),
  ].join('\n')
}
