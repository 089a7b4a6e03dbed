// Searches every byte that enrolling, verifying and deleting wrote for what must never be there.
// Needs: a build, Linux, strace
// Options: [--write docs/evaluation/traced-writes.md]
//
// A simulated person, with the built command under strace: every byte its processes wrote to any file, pipe or socket, and
// every file left behind, is searched for pixels, the template's vector, the key and the raw subject id. Ends with 1 when
// something is found, or when the search cannot find what it should.
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createTemplateVault } from '@faceward/core'
import { createSharpDecoder, openNodeVault, systemRandom } from '@faceward/node'

const { values } = parseArgs({ options: { write: { type: 'string' } } })
const main = fileURLToPath(new URL('../../../../examples/cli/dist/main.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'faceward-trace-'))
const data = join(folder, 'data')
const pictures = join(folder, 'pictures')
const subject = `subject-${randomBytes(8).toString('hex')}`
const key = randomBytes(32)
const environment = {
  ...process.env,
  BIOMETRIC_TEMPLATE_KEY: key.toString('hex'),
  FACEWARD_HOME: data,
  TMPDIR: join(folder, 'tmp'),
  // What libuv writes through io_uring, strace does not see.
  UV_USE_IO_URING: '0',
}
for (const path of [data, environment.TMPDIR]) mkdirSync(path, { recursive: true })

/** Runs the command under strace; what it wrote, by where to. Standard output is the answer, and apart. */
function trace(name, args) {
  const log = join(folder, `${name}.strace`)
  const calls = 'trace=write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendmmsg'
  const strace = [
    '-f',
    '-y',
    '-xx',
    '-s',
    '100000000',
    '-e',
    calls,
    '-o',
    log,
    process.execPath,
    main,
    ...args,
  ]
  const { status, stdout, stderr } = spawnSync('strace', strace, { env: environment, encoding: 'utf8' })
  if (status === null || status > 2) throw new Error(`${name} ended with ${status}: ${stderr}`)
  const writes = new Map()
  for (const line of readFileSync(log, 'latin1').split('\n')) {
    const [, descriptor, path] = /\b(?:p?writev?2?|pwrite64|send\w+)\((\d+)<([^>]*)>/.exec(line) ?? []
    if (descriptor === undefined) continue
    const place =
      descriptor === '1' ? 'standard output' : descriptor === '2' ? 'standard error' : placeOf(path)
    const bytes = [...line.matchAll(/"((?:\\x[0-9a-f]{2})+)"/g)].map(([, hex]) =>
      Buffer.from(hex.replaceAll('\\x', ''), 'hex'),
    )
    writes.set(place, Buffer.concat([writes.get(place) ?? Buffer.alloc(0), ...bytes]))
  }
  rmSync(log)
  return { name, stdout, writes }
}

/** The file, the network address, or whatever else stays within the machine; strace escapes paths, too. */
function placeOf(path) {
  const place = path.replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  if (/^(?:TCP|UDP|NETLINK)/.test(place)) return `network: ${place}`
  return place.startsWith('/') ? place : 'pipes and events between its own threads and processes'
}

/** Runs of pixels that no other picture has by chance. */
async function pixelRuns() {
  const decoder = createSharpDecoder()
  const runs = []
  for (const name of readdirSync(pictures)) {
    const { data: pixels } = await decoder.decode(new Uint8Array(readFileSync(join(pictures, name))))
    for (
      let tries = 0;
      tries < 4000 && runs.length < 100 * (readdirSync(pictures).indexOf(name) + 1);
      tries++
    ) {
      const at = Math.floor(Math.random() * (pixels.length - 48))
      const run = Buffer.from(pixels.subarray(at, at + 48))
      if (new Set(run).size > 16) runs.push(run)
    }
  }
  return runs
}

/** Pieces of the stored template's vectors: as float32 bytes, and as decimal digits. */
async function vectorPieces() {
  const opened = await openNodeVault({ environment, dataFolder: data })
  const vault = createTemplateVault({ ...opened, random: systemRandom })
  const found = await vault.load('default', await vault.pseudonym('default', subject))
  await opened.store.close()
  await opened.cipher.dispose()
  return found.template.parts.flatMap(({ vector }) => {
    const bytes = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
    const windows = Array.from({ length: vector.length / 4 }, (_, index) =>
      bytes.subarray(index * 16, index * 16 + 16),
    )
    const digits = Array.from(vector, (value) => Buffer.from(Math.abs(value).toString().slice(0, 10)))
    return [...windows, ...digits.filter((text) => text.length === 10)]
  })
}

function filesBelow(place) {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .filter((path) => statSync(path).isFile())
}

const count = (places, needles) =>
  [...places].reduce(
    (sum, [, bytes]) => sum + needles.filter((needle) => bytes.indexOf(needle) >= 0).length,
    0,
  )

try {
  execFileSync(process.execPath, [main, 'simulate', pictures, '--count', '4'], { stdio: 'ignore' })
  const [first, ...others] = readdirSync(pictures).map((name) => join(pictures, name))
  const enrolled = trace('enroll', ['--debug', '--verbose', 'enroll', subject, ...others])
  const secrets = {
    'runs of 48 bytes of pixels': await pixelRuns(),
    'pieces of the template’s vector': await vectorPieces(),
    'the key (bytes, hexadecimal, base64)': [key, key.toString('hex'), key.toString('base64')].map((text) =>
      Buffer.from(text),
    ),
    'the raw subject id': [Buffer.from(subject)],
  }
  const steps = [
    enrolled,
    trace('verify', ['--debug', '--verbose', 'verify', subject, first]),
    trace('list', ['--json', 'list']),
    trace('delete', ['delete', subject]),
  ]
  const left = new Map(
    [...filesBelow(data), ...filesBelow(environment.TMPDIR)].map((path) => [path, readFileSync(path)]),
  )
  const written = new Map()
  for (const { writes } of steps) {
    for (const [place, bytes] of writes) {
      if (place === 'standard output') continue
      const name = place.replace(folder, '…')
      written.set(name, Buffer.concat([written.get(name) ?? Buffer.alloc(0), bytes]))
    }
  }
  const answers = new Map(
    steps.map(({ name, writes }) => [name, writes.get('standard output') ?? Buffer.alloc(0)]),
  )
  const rows = Object.entries(secrets).map(([what, needles]) => ({
    what,
    searched: needles.length,
    written: count(written, needles),
    left: count(left, needles),
  }))
  const found = rows.reduce((sum, row) => sum + row.written + row.left, 0)
  const network = [...written.keys()].filter((place) => place.startsWith('network')).length
  // The answer names the subject, so the search must find it there; and SQLite’s header in what was written.
  const sees =
    count(answers, secrets['the raw subject id']) > 0 && count(written, [Buffer.from('SQLite format 3')]) > 0
  const report = `# What enrol, verify and delete write

This page is written by a command; do not edit it.

\`\`\`sh
npm run build && npm run lab -- protection/trace-sensitive-bytes --write docs/evaluation/traced-writes.md
\`\`\`

A simulated person is enrolled from ${others.length} pictures, verified, listed and deleted by the built command, with the real models,
under strace. Everything its processes wrote to any file, pipe or socket is collected, and so is every file left in the
data folder and the folder for temporary files. Standard output is left out: it is the answer to the operator, and names
the subject. ${new Date().toISOString().slice(0, 10)}, Node ${process.version}.

| what must not be there | searched for | found in what was written | found in files left |
|---|---|---|---|
${rows.map(({ what, searched, written: inWritten, left: inLeft }) => `| ${what} | ${searched} | ${inWritten} | ${inLeft} |`).join('\n')}

Written to the network: ${network === 0 ? 'nothing' : '**something**, see below'}.

The search sees: the subject id is found in the answers, and SQLite's header in what was written: ${sees ? 'yes' : '**no**'}.

| written to | bytes |
|---|---|
${[...written].map(([place, bytes]) => `| ${place} | ${bytes.length.toLocaleString('en')} |`).join('\n')}

What memory-mapped files receive, strace does not show; SQLite's index of its log (\`-shm\`) is one, and is among the files
searched while it is there. Memory itself is not looked at.
`
  if (values.write) writeFileSync(values.write, report)
  else console.log(report)
  process.exitCode = found === 0 && network === 0 && sees ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
