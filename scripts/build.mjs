// Builds what changed, through turbo, and says only what a person wants to know of it: nothing when nothing is
// to be built, which packages and how long when some are, and the failing package's own words when one fails.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { treeStamp } from './tree-stamp.mjs'

/**
 * Returns `{status, built}`: 0 when what is built is as its sources are, and the packages that had to be built.
 * `options` are turbo's; with filters alone, a tree as it was left is not looked at again.
 */
export async function buildWhatChanged({ root, turbo, environment, options = [], say }) {
  const stamps = openStamps(join(root, 'node_modules/.faceward-built.json'))
  const before = treeStamp(root)
  const stamped = options.every((option) => option.startsWith('--filter='))
  if (stamped && stamps.hold(options, before)) return { status: 0, built: [] }

  const planned = plan(root, turbo, environment, options)
  const started = Date.now()
  if (planned.length > 0) say(`> building ${counted(planned)}`)
  const outcome = await run(root, turbo, environment, options, (name, position) =>
    say(`  ${position} of ${planned.length}: ${name}`),
  )
  if (outcome.status !== 0) {
    say(`> the build failed${outcome.failed.length > 0 ? ` in ${outcome.failed.join(', ')}` : ''}`)
    say(outcome.words.join('\n'))
    return { status: outcome.status, built: [] }
  }
  if (planned.length > 0)
    say(`> built ${counted(planned)} in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  if (stamped) stamps.keep(options, { inputs: before.inputs, outputs: treeStamp(root).outputs })
  return { status: 0, built: planned }
}

/** What pnpm says around a script's own words. */
const OF_PNPM = /^$|^> |\bELIFECYCLE\b/
const counted = ({ length }) => (length === 1 ? '1 package' : `${length} packages`)
const turboRun = (turbo, options, ...flags) => [turbo, 'run', 'build', ...flags, ...options]

/** The trees that were found built, by what was asked for; a whole build answers for each of its parts. */
function openStamps(file) {
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const same = (one, other) => one?.inputs === other.inputs && one.outputs === other.outputs
  return {
    hold: (options, stamp) => same(kept[options.join(' ')], stamp) || same(kept[''], stamp),
    keep: (options, stamp) => writeFileSync(file, JSON.stringify({ ...kept, [options.join(' ')]: stamp })),
  }
}

/** Packages whose build is in no cache. */
function plan(root, turbo, environment, options) {
  const { stdout } = spawnSync(process.execPath, turboRun(turbo, options, '--dry=json'), {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  try {
    return JSON.parse(stdout)
      .tasks.filter(({ cache, command }) => cache.status === 'MISS' && command !== '<NONEXISTENT>')
      .map((task) => task.package)
  } catch {
    return [] // The run below says what is wrong.
  }
}

async function run(root, turbo, environment, options, onStart) {
  const flags = ['--output-logs=new-only', '--log-order=stream']
  const child = spawn(process.execPath, turboRun(turbo, options, ...flags), {
    cwd: root,
    env: environment,
    stdio: ['inherit', 'pipe', 'pipe'],
  })
  const everything = []
  const words = new Map()
  const failed = []
  const take = (line) => {
    everything.push(line)
    const [, name, text] = /^(\S+):build: (.*)$/.exec(line) ?? []
    if (name && text.startsWith('cache miss, executing')) {
      words.set(name, [])
      onStart(name, words.size)
    } else words.get(name)?.push(text)
    const fallen = /^Failed: +(.+)$/.exec(line)?.[1]
    if (fallen) failed.push(...fallen.split(/[\s,]+/).map((task) => task.replace(/#build$/, '')))
  }
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', take)
  const status = await new Promise((settle) => {
    child.on('error', ({ message }) => {
      everything.push(message)
      settle(1)
    })
    child.on('close', (code) => settle(code ?? 1))
  })
  const theirs = failed.flatMap((name) => words.get(name) ?? []).filter((text) => !OF_PNPM.test(text))
  return { status, failed, words: theirs.length > 0 ? theirs : everything }
}
