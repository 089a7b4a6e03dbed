// A throw-away PostgreSQL in a temporary folder, on a private socket, without the right to listen on the
// network. The server refuses to run as root, so root hands the folder to an unprivileged user first.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const NOBODY = 65_534

/** The folder of initdb and postgres, or undefined when PostgreSQL is not installed. */
export function findPostgres() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => `${debian}/${version}/bin`),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return folders.find(
    (folder) => folder && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  )
}

/**
 * Starts a server. `url` connects as its super-user; `kill` is kill -9 of every process of it at once, as a
 * power cut would end them; `start` brings it up again on the same data; `stop` ends it and removes all.
 */
export async function startPostgres() {
  const binaries = findPostgres()
  if (!binaries) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  const folder = mkdtempSync(join(tmpdir(), 'faceward-postgres-'))
  const data = join(folder, 'data')
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  mkdirSync(data, { mode: 0o700 })
  if (user.uid !== undefined) {
    chownSync(folder, user.uid, user.gid)
    chownSync(data, user.uid, user.gid)
  }
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  )

  let server
  const ready = () =>
    spawnSync(join(binaries, 'pg_isready'), ['-q', '-h', folder, '-U', 'postgres'], { stdio: 'ignore' })
      .status === 0

  const start = async () => {
    // What kill -9 leaves behind; nobody else uses this folder.
    rmSync(join(data, 'postmaster.pid'), { force: true })
    server = spawn(
      join(binaries, 'postgres'),
      [
        '-D',
        data,
        '-k',
        folder,
        '-c',
        'listen_addresses=',
        '-c',
        'max_connections=60',
        '-c',
        'log_min_messages=fatal',
      ],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'ignore'] },
    )
    for (let tries = 0; tries < 600; tries++) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`)
      if (ready()) return
      await delay(50)
    }
    throw new Error('PostgreSQL did not start within half a minute')
  }
  const exited = () => new Promise((resolve) => server.once('exit', resolve))
  const isRunning = () => server.exitCode === null && server.signalCode === null

  await start()
  return {
    folder,
    data,
    url: `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`,
    start,
    async kill() {
      if (!isRunning()) return
      const ended = exited()
      // Stopped first, so that it cannot make another process while its children are counted.
      process.kill(server.pid, 'SIGSTOP')
      const processes = [server.pid, ...childrenOf(server.pid)]
      for (const pid of processes) signal(pid, 'SIGKILL')
      await ended
      while (processes.some((pid) => signal(pid, 0))) await delay(5)
    },
    async stop() {
      if (isRunning()) {
        const ended = exited()
        process.kill(server.pid, 'SIGQUIT')
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function childrenOf(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.split('\n').map(Number).filter(Boolean)
}

/** False when there is no such process. */
function signal(pid, name) {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}
